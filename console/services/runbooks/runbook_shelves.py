"""Where runbooks stand: those of the program, of an estate, and the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.estate.document_path import documents
from console.kernel.resource import resource_place
from console.runbooks.library import Shelf

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate
    from console.kernel.paths import Paths


def own_runbooks(paths: Paths) -> Path:
    """Return the folder of the user's own runbooks; it need not exist."""
    return paths.config / "runbooks"


def runbook_shelves(own: Path, estate: Estate | None, estate_folder: Path) -> tuple[Shelf, ...]:
    """Return the shelves, those whose runbooks win last; blocks (disk)."""
    shelves = [Shelf(Path(resource_place("runbooks")), "shipped")]
    for pattern in estate.runbooks if estate is not None else ():
        shelves += [Shelf(one, "estate") for one in documents(estate_folder, pattern)]
    return (*shelves, Shelf(own, "user"))
