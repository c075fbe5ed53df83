"""The objectives that an estate names, and which metric server answers for each."""

from collections.abc import Iterator
from pathlib import Path

from console.domain.slo.named_places import named_places
from console.domain.slo.slo import Slo
from console.estate.document_path import documents
from console.estate.schema.estate import Estate
from console.estate.slo.load_slos import load_slos

USUAL_PERIOD_S = 30 * 86_400


def estate_slos(estate: Estate, folder: Path) -> tuple[Slo, ...]:
    """Return every objective of the estate; raise ``UserError`` when a document cannot be used. Blocks."""
    return load_slos(tuple(_files(estate, folder)), USUAL_PERIOD_S)


def slos_of_server(slos: tuple[Slo, ...], estate: Estate, server: str) -> tuple[Slo, ...]:
    """Return the objectives that a metric server answers for.

    The label ``cell`` tells whose server it is (of several cells the first that has one); objectives of no cell are
    asked of the estate's first one.
    """
    by_cell = {
        name: cell.prometheus
        for cell in estate.cells
        for name in (cell.selectors.metrics_cell, cell.key)
        if name and cell.prometheus
    }
    first = estate.prometheus[0].key if estate.prometheus else ""

    def answers(slo: Slo) -> str:
        cells = named_places(slo.labels.get("cell", ""))
        return next((by_cell[name] for name in cells if name in by_cell), first)

    return tuple(slo for slo in slos if answers(slo) == server)


def _files(estate: Estate, folder: Path) -> Iterator[Path]:
    for text in estate.slos:
        for found in documents(folder, text):
            if found.is_dir():
                yield from sorted(one for one in found.iterdir() if one.suffix in {".yaml", ".yml"})
            else:
                yield found
