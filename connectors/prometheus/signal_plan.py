"""What to ask for: the signal catalogue with the estate's label names, cells and own queries filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.domain.promql import QueryLabels, fill
from console.domain.signal import Signal
from console.domain.signal_catalogue import SIGNALS
from console.domain.signal_key import SignalKey
from console.estate.schema.cell import Cell
from console.estate.schema.connection import Prometheus
from console.estate.schema.estate import Estate
from console.kernel.errors import UserError
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class PlannedSignal:
    """A signal with the query that this server is asked."""

    signal: Signal
    query: str


@dataclass(frozen=True, slots=True)
class SignalPlan:
    """Everything to ask in one round; ``cells`` gives the cell's key by the cell label's value."""

    signals: tuple[PlannedSignal, ...]
    labels: QueryLabels
    cells: Mapping[str, str]

    @staticmethod
    def of(options: Prometheus, estate: Estate | None) -> "SignalPlan":
        """Return the plan of a connection; raise ``UserError`` when its label names are none."""
        names = options.labels
        try:
            labels = QueryLabels(names.cell, names.service, names.segment)
        except ValueError as error:
            raise UserError(
                t("A label name of Prometheus {name} is not usable: {why}.", name=options.key, why=str(error)),
                t("Correct it under labels in the estate file."),
            ) from None
        used_by = () if estate is None else _cells_of(options.key, estate)
        cells = {cell.selectors.metrics_cell or cell.key: cell.key for cell in used_by}
        values = tuple(cells)
        planned = (_planned(signal, options.queries.get(signal.key), labels, values) for signal in SIGNALS)
        return SignalPlan(tuple(one for one in planned if one is not None), labels, cells)

    def key_of(self, signal: Signal, labels: Mapping[str, str]) -> SignalKey | None:
        """Return where a sample was measured; ``None`` when that is not one of the cells.

        The target is the value of the label that is left over, or of several joined by ``/`` in the order of names.
        """
        cell = self.cells.get(labels.get(self.labels.cell, "")) if "cell" in signal.by else ""
        if cell is None:
            return None
        service = labels.get(self.labels.service, "") if "service" in signal.by else ""
        segment = labels.get(self.labels.segment, "") if "segment" in signal.by else ""
        return SignalKey(signal.key, cell, service, segment, self._target(signal, labels))

    def _target(self, signal: Signal, labels: Mapping[str, str]) -> str:
        if "target" not in signal.by:
            return ""
        known = {self.labels.cell, self.labels.service, self.labels.segment, "__name__"}
        return "/".join(labels[name] for name in sorted(labels) if name not in known)


def _cells_of(key: str, estate: Estate) -> tuple[Cell, ...]:
    """Return the cells that name this server, and those that name none while there is only one."""
    only = len(estate.prometheus) == 1
    return tuple(cell for cell in estate.cells if cell.prometheus == key or (cell.prometheus is None and only))


def _planned(
    signal: Signal, own_query: str | None, labels: QueryLabels, values: tuple[str, ...]
) -> PlannedSignal | None:
    """Return nothing for signals of cells when there are none, and for own queries that are empty (switched off)."""
    template = signal.query if own_query is None else own_query
    if not template.strip() or ("cell" in signal.by and not values):
        return None
    if not values and "$cells" in template:
        return None
    return PlannedSignal(signal, fill(template, labels, values))
