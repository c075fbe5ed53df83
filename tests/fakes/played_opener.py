"""An opener whose answers the test gives when it wants to."""

from concurrent.futures import Future
from pathlib import Path

from console.estate.discovery import Proposal
from console.estate.load import LoadedEstate
from console.ports.opener import LabWatch, Progress


class PlayedOpener:
    """Every call leaves a pending future under its name in ``asked``; the test resolves it."""

    def __init__(self) -> None:
        self.asked: dict[str, Future[object]] = {}
        self.progress: Progress | None = None
        self.watch: LabWatch | None = None
        self.files: list[Path] = []
        self.remembered: list[Path] = []
        self.saved: list[Path] = []

    def _ask(self, name: str) -> Future[object]:
        future: Future[object] = Future()
        self.asked[name] = future
        return future

    def open_lab(self, progress: Progress, watch: LabWatch) -> Future[Path]:
        self.progress, self.watch = progress, watch
        return self._ask("lab")  # type: ignore[return-value]

    def open_file(self, file: Path) -> Future[LoadedEstate]:
        self.files.append(file)
        return self._ask("file")  # type: ignore[return-value]

    def discover(self) -> Future[Proposal]:
        return self._ask("discover")  # type: ignore[return-value]

    def save(self, proposal: Proposal, file: Path) -> Future[Path]:
        self.saved.append(file)
        return self._ask("save")  # type: ignore[return-value]

    def recent(self) -> tuple[Path, ...]:
        return tuple(self.remembered)

    def remember(self, file: Path) -> None:
        self.remembered.insert(0, file)
