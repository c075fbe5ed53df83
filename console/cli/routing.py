"""``cell-console routing``: routers with what they send where, limits with their use, switches and times to live."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.cli.known_state import KnownState

_DAY_S, _WEEK_S = 86_400, 7 * 86_400


@click.group(name="routing", help=t("Show routers, limits and switches."))
def command() -> None:
    """Only read; ``change plan`` makes a change, ``replay`` says what it would have done."""


def _common(function: "Callable[..., None]") -> "Callable[..., None]":
    for option in (
        click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew.")),
        click.option("--wait", type=NumberRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait.")),
        output_option("table", "json", "yaml", "csv"),
    ):
        function = option(function)
    return function


@command.command(name="routers", help=t("List what each router should, does and did send where, the worst first."))
@click.option("--check", is_flag=True, help=t("End with code 1 when a router does not do what was agreed."))
@_common
@pass_invocation
def routers(invocation: Invocation, *, check: bool, cached: bool, wait: float, output: str) -> None:
    """Print a row per target; exit code 3 when something could not be reached."""
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.cli.routing_sheet import router_sheet  # noqa: PLC0415
    from console.domain.health import Health  # noqa: PLC0415
    from console.presenters.routing.router_row import router_rows  # noqa: PLC0415

    topics = ("signals", "routes", "settings", "load-balancers")
    known = read_state(invocation, topics, wait_s=wait, cached=cached)
    rows = router_rows(known.state)
    emit_sheet(router_sheet(rows), output)
    if not rows:
        invocation.note(t("The estate names no routers."))
    _end(invocation, known, topics)
    if check and any(one.health in {Health.WARNING, Health.CRITICAL} for one in rows):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


@command.command(name="limits", help=t("List rate limits and quotas with their use and what is proposed."))
@click.option("--week", is_flag=True, help=t("Over the last week by five minutes, not the last day by one."))
@_common
@pass_invocation
def limits(invocation: Invocation, *, week: bool, cached: bool, wait: float, output: str) -> None:
    """Print a row per limit, the fullest first; exit code 3 when something could not be reached."""
    from console.cli.replay_reading import read_traffic  # noqa: PLC0415 - heavy: connectors, numpy
    from console.cli.routing_sheet import limit_sheet  # noqa: PLC0415
    from console.presenters.routing.limit_row import limit_rows  # noqa: PLC0415

    state, is_partial = read_traffic(invocation, wait_s=wait, cached=cached)
    rows = limit_rows(state, _WEEK_S if week else _DAY_S)
    emit_sheet(limit_sheet(state.estate, rows), output)
    if not rows:
        invocation.note(t("No limits and no quotas are known."))
    if is_partial:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


@command.command(name="switches", help=t("List degradation switches and times to live of caches."))
@_common
@pass_invocation
def switches(invocation: Invocation, *, cached: bool, wait: float, output: str) -> None:
    """Print a row per entry with the change that turns it over; exit code 3 when something could not be reached."""
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.cli.routing_sheet import switch_sheet  # noqa: PLC0415
    from console.presenters.routing.switch_row import key_lifetimes, switch_rows  # noqa: PLC0415

    topics = ("settings", "edge-stores")
    known = read_state(invocation, topics, wait_s=wait, cached=cached)
    rows = switch_rows(known.state)
    emit_sheet(switch_sheet(rows), output)
    if not rows:
        invocation.note(t("No ConfigMap that the estate refers to holds a switch or a time to live."))
    for sentence in key_lifetimes(known.state):
        invocation.note(sentence)
    _end(invocation, known, topics)


def _end(invocation: Invocation, known: "KnownState", topics: "Iterable[str]") -> None:
    from console.cli.known_note import tell_known  # noqa: PLC0415

    if tell_known(invocation, known, topics):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
