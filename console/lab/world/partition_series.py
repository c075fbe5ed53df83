"""Series of the topic's partitions, as kafka_exporter publishes them: they show when one partition gets it all."""

from collections.abc import Mapping

from console.lab.simulator.controls import CellControl
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.exposition import label_text
from console.lab.simulator.series.cell_series import TOPIC

PARTITIONS = 12
HOT_SHARE = 0.62
"""What the busiest partition gets when the key has only a handful of values."""
_NAME = "kafka_topic_partition_current_offset"
_FIRST_OFFSET = 1_000_000.0
_WRITES = ("bff", "kafka")


class PartitionSeries:
    """Counts what was written into each partition of each cell's topic."""

    def __init__(self, blueprint: EstateBlueprint) -> None:
        self._namespaces = {cell.name: cell.namespace for cell in blueprint.cells if cell.workload("delivery")}
        self._offsets = {name: [_FIRST_OFFSET] * PARTITIONS for name in self._namespaces}

    def note(self, state: EstateState, cells: Mapping[str, CellControl], elapsed_s: float) -> None:
        """Write for some seconds."""
        for name, offsets in self._offsets.items():
            written = float(state.cells[name].flow.edges.get(_WRITES, 0.0)) * elapsed_s
            for partition, share in enumerate(_shares(cells[name].has_hot_partition)):
                offsets[partition] += written * share

    def text(self) -> str:
        """Return the series in the Prometheus text format."""
        lines = [f"# HELP {_NAME} Current offset of a partition.\n# TYPE {_NAME} counter\n"]
        for name, offsets in self._offsets.items():
            place = (("cell", name), ("namespace", self._namespaces[name]), ("topic", TOPIC))
            lines += [
                f"{_NAME}{label_text((*place, ('partition', str(number))))} {offset:.12g}\n"
                for number, offset in enumerate(offsets)
            ]
        return "".join(lines) if self._offsets else ""


def _shares(hot: bool) -> list[float]:
    if not hot:
        return [1 / PARTITIONS] * PARTITIONS
    return [HOT_SHARE, *[(1 - HOT_SHARE) / (PARTITIONS - 1)] * (PARTITIONS - 1)]
