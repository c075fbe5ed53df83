"""``cell-console cells``: the cell board as a table."""

from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.health_word import health_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.cli.known_state import KnownState
    from console.estate.schema.cell import Cell
    from console.store.state import State

TOPICS = ("workloads", "pods", "autoscalers", "routes", "jobs", "nodes", "signals")
_MORE_TOPICS = {"template": ("settings",)}
_BY = ("cell", "service", "layer", "business", "template", "queue")
_NAMES = ("cell", "title", "health", "kind", "place", "team", "pods")


@click.command(name="cells", help=t("List the cells, or only CELL, with their health and lead metrics."))
@click.argument("cell", required=False, default="")
@click.option(
    "--by",
    type=click.Choice(_BY),
    default="cell",
    show_default=True,
    metavar="|".join(_BY),
    help=t(
        "Rows: cells, services and data stores, lead metrics of layers, business indicators, differences from the "
        "template, queues with their way to the edge."
    ),
)
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=15.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def command(invocation: Invocation, *, cell: str, by: str, cached: bool, wait: float, output: str) -> None:
    """Print the rows; exit code 3 when a connection could not be reached (what is known is printed all the same)."""
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors

    topics = (*TOPICS, *_MORE_TOPICS.get(by, ()))
    known = read_state(invocation, topics, wait_s=wait, cached=cached)
    cells = _wanted(known.state, cell)
    emit_sheet(_sheet(known, cells) if by == "cell" else _part_sheet(known.state, by, cells), output)
    _tell_age(invocation, known, topics)
    if known.failed or known.slow:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _wanted(state: "State", key: str) -> "tuple[Cell, ...]":
    """Return the cells that were asked for; raise ``UserError`` for one that is not there."""
    cells = state.estate.cells if state.estate is not None else ()
    found = tuple(one for one in cells if key in {"", one.key})
    if key and not found:
        names = ", ".join(one.key for one in cells) or t("none")
        raise UserError(t("The estate has no cell {key}.", key=repr(key)), t("Known: {names}.", names=names))
    return found


def _part_sheet(state: "State", by: str, cells: "tuple[Cell, ...]") -> Sheet:
    from console.cli.cell_sheet import cell_sheet  # noqa: PLC0415

    return cell_sheet(state, by, cells)


def _sheet(known: "KnownState", cells: "tuple[Cell, ...]") -> Sheet:
    from console.presenters.cell_board import FIGURES, cell_rows  # noqa: PLC0415
    from console.presenters.format import UNKNOWN  # noqa: PLC0415

    def told(text: str) -> str | None:
        return None if text == UNKNOWN else text

    kinds = {cell.key: cell.kind.value for cell in cells}
    rows = tuple(row for row in cell_rows(known.state) if row.key in kinds)
    labels = [figure.label for figure in rows[0].figures] if rows else []
    names = (*_NAMES, *FIGURES, *_worst(known.state, ""), "reasons", "shape")
    titles = (t("CELL"), t("HEALTH"), t("KIND"), t("PLACE"), t("PODS"), *labels, t("REASON"))
    texts = [
        [
            row.title,
            health_word(row.health),
            row.kind,
            row.place,
            row.pods,
            *(figure.text for figure in row.shown),
            "; ".join((*row.reasons, *row.shape)),
        ]
        for row in rows
    ]
    records = [
        {
            "cell": row.key,
            "title": row.title,
            "health": row.health.name.lower(),
            "kind": kinds[row.key],
            "place": told(row.place),
            "team": told(row.team),
            "pods": told(row.pods),
            **{figure.key: figure.value for figure in row.figures},
            **_worst(known.state, row.key),
            "reasons": "; ".join(row.reasons),
            "shape": "; ".join(row.shape),
        }
        for row in rows
    ]
    return Sheet(titles, texts, records, frozenset(range(4, 5 + len(labels))), names=names)


def _worst(state: "State", key: str) -> dict[str, Any]:
    """Return the objective of a cell whose budget is worst, under the names that ``slo --by cell`` gives it."""
    from console.presenters.cell_budget import worst_objective  # noqa: PLC0415

    cells = state.estate.cells if state.estate is not None else ()
    row = next((worst_objective(state, one) for one in cells if one.key == key), None)
    return {
        "worst_service": row.service if row is not None else None,
        "worst_slo": row.name if row is not None else None,
        "worst_budget_left": row.status.budget_left if row is not None else None,
    }


def _tell_age(invocation: Invocation, known: "KnownState", topics: "Iterable[str]") -> None:
    """Say on stderr what could not be reached and how old the data is."""
    from console.presenters.header import header_row  # noqa: PLC0415

    for status in known.failed:
        invocation.note(t("{connection}: {error} {hint}", connection=status.key, error=status.error, hint=status.hint))
    for key in known.slow:
        invocation.note(t("{connection}: no answer in time; use --wait to wait longer.", connection=key))
    header = header_row(known.state, known.now_s)
    lab = t("Lab (simulated): ") if header.is_lab else ""
    invocation.note(f"{lab}{_last_known(known, frozenset(topics)) or header.age}")


def _last_known(known: "KnownState", topics: frozenset[str]) -> str:
    """Return how old the oldest of what is shown is; nothing where it was just read, or nobody has ever read any.

    Of other connections and topics it may be longer ago that they were read: none of that is shown.
    """
    from console.presenters.format import ago  # noqa: PLC0415

    shown = (table.at_s for (_, topic), table in known.state.objects.items() if topic in topics)
    ages = [*shown, *(one.at_s for one in known.state.readings.values())]
    return t("Last known data, {when}", when=ago(min(ages), known.now_s)) if known.cached and ages else ""
