"""``cell-console replay``: what a limit, a quota or weights would have done to the recorded traffic."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.format import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.domain.health import Health
    from console.presenters.routing.limit_row import LimitRow
    from console.presenters.routing.router_row import RouterRow

_DAY_S, _WEEK_S = 86_400, 7 * 86_400


@click.group(name="replay", help=t("Say what a limit, a quota or weights would have done to recorded traffic."))
def command() -> None:
    """Only read and compute; ``change plan`` makes a change of it."""


def _common(function: "Callable[..., None]") -> "Callable[..., None]":
    for option in (
        click.option("--week", is_flag=True, help=t("Over the last week by five minutes, not the last day by one.")),
        click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew.")),
        click.option("--wait", type=NumberRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait.")),
        output_option("table", "json", "yaml", "csv"),
    ):
        function = option(function)
    return function


@command.command(name="limit", help=t("Replay a rate limit or a quota: its rule or CELL/QUOTA, and requests a second."))
@click.argument("name")
@click.argument("value", type=NumberRange(0, 1e12))
@_common
@pass_invocation
def limit(
    invocation: Invocation, *, name: str, value: float, week: bool, cached: bool, wait: float, output: str
) -> None:
    """Print what would have been refused; exit code 1 when something would have been for certain."""
    from console.cli.replay_reading import read_traffic  # noqa: PLC0415 - heavy: connectors, numpy
    from console.presenters.routing.limit_effect import limit_effect  # noqa: PLC0415
    from console.presenters.routing.limit_row import limit_rows  # noqa: PLC0415

    state, _ = read_traffic(invocation, wait_s=wait, cached=cached)
    row = _limit_named(limit_rows(state, _WEEK_S if week else _DAY_S), name)
    effect = limit_effect(row, value)
    least, most = effect.replay.refused if effect.replay is not None else (None, None)
    record = {
        "limit": row.title,
        "value": value,
        "now": row.limit,
        "peak": row.peak,
        "proposal": row.proposal,
        "proposal_reason": row.reason,
        "forecast_peak": row.ahead,
        "refused_least": least,
        "refused_most": most,
        "arrived": effect.replay.arrived if effect.replay is not None else None,
        "known_s": effect.replay.known_s if effect.replay is not None else None,
        "found": effect.sentence,
        "ground": effect.ground,
    }
    cells = [[row.title, row.amount(row.limit), row.amount(value), row.amount(row.peak), effect.sentence]]
    titles = (t("LIMIT"), t("NOW"), t("WOULD BE"), t("PEAK"), t("FOUND"))
    emit_sheet(Sheet(titles, cells, [record], frozenset({1, 2, 3}), widest=220), output)
    _end(invocation, effect.ground, effect.health)


@command.command(name="weights", help=t("Replay weights of a router: its key, and TARGET=SHARE for every target."))
@click.argument("router")
@click.argument("shares", nargs=-1, required=True)
@_common
@pass_invocation
def weights(
    invocation: Invocation, *, router: str, shares: tuple[str, ...], week: bool, cached: bool, wait: float, output: str
) -> None:
    """Print what the cells would have got; exit code 1 when one would have been over its capacity."""
    from console.cli.replay_reading import read_traffic  # noqa: PLC0415 - heavy: connectors, numpy
    from console.domain.operations.value_limit import check_shares  # noqa: PLC0415
    from console.domain.replay.weight_replay import CellReplay  # noqa: PLC0415 - heavy: numpy
    from console.presenters.routing.router_row import router_rows  # noqa: PLC0415
    from console.presenters.routing.weight_effect import effect_text, weight_effect  # noqa: PLC0415

    wanted = tuple(_share(one) for one in shares)
    check_shares(wanted)
    state, _ = read_traffic(invocation, wait_s=wait, cached=cached)
    row = _router_named(router_rows(state), router)
    whole = row._replace(whole=1_000_000)
    parts = [round(one * whole.whole) for one in _in_order(row, dict(wanted))]
    effect = weight_effect(state, whole, parts, _WEEK_S if week else _DAY_S)
    records = [{**one._asdict(), "cell": one.part} for one in effect.rows]
    names = (*CellReplay._fields, "cell")
    cells = [[one.part, percent(one.share), effect_text(one)] for one in effect.rows]
    emit_sheet(Sheet((t("CELL"), t("SHARE"), t("FOUND")), cells, records, frozenset({1}), names=names), output)
    invocation.note(effect.sentence)
    _end(invocation, effect.ground, effect.health)


def _end(invocation: Invocation, ground: str, health: "Health") -> None:
    from console.domain.health import Health  # noqa: PLC0415

    if ground:
        invocation.note(ground)
    if health is Health.CRITICAL:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _share(text: str) -> tuple[str, float]:
    name, _, number = text.rpartition("=")
    try:
        return name, float(number)
    except ValueError:
        raise UserError(t("{text} is no share.", text=repr(text)), t("Write TARGET=0.25.")) from None


def _limit_named(rows: "Sequence[LimitRow]", name: str) -> "LimitRow":
    found = [one for one in rows if name in _names(one)]
    if len(found) != 1:
        known = ", ".join(sorted({_names(one)[0] for one in rows})) or t("none")
        raise UserError(t("There is no limit {name}.", name=repr(name)), t("There are: {names}.", names=known))
    return found[0]


def _names(row: "LimitRow") -> tuple[str, ...]:
    if not row.entry:
        return row.place, f"{row.namespace}/{row.place}"
    return f"{row.scope}/{row.entry}".lower(), f"{row.namespace}/{row.entry}", f"{row.scope}/{row.entry}"


def _router_named(rows: "Sequence[RouterRow]", key: str) -> "RouterRow":
    found = next((one for one in rows if one.key == key), None)
    if found is None:
        names = ", ".join(one.key for one in rows) or t("none")
        raise UserError(t("There is no router {key}.", key=repr(key)), t("There are: {names}.", names=names))
    return found


def _in_order(row: "RouterRow", wanted: dict[str, float]) -> list[float]:
    """Return the shares in the order of the router's targets, which go by their cell or their name."""
    keys = [one.shares.cell if one.shares.cell in wanted else one.name for one in row.targets]
    surplus = sorted(wanted.keys() - set(keys))
    if surplus:
        names = ", ".join(one.shares.cell or one.name for one in row.targets) or t("none")
        raise UserError(
            t("The router {key} has no target {name}.", key=row.key, name=repr(surplus[0])),
            t("There are: {names}.", names=names),
        )
    return [wanted.get(key, 0.0) for key in keys]
