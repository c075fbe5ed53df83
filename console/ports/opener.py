"""The opener port: how the window comes to an estate, without knowing files, processes or connectors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from console.estate.discovery import Proposal
    from console.estate.load import LoadedEstate

Progress: TypeAlias = Callable[[str, float | None], None]
"""What is being done now, in a sentence, and how far it is (0 to 1, ``None``: not known)."""


class LabWatch(NamedTuple):
    """What is told of the lab while it runs, from any thread: ``restarted`` gets its estate file, which has other ports
    and tokens after a crash, ``trouble`` one sentence."""

    restarted: Callable[[Path], object]
    trouble: Callable[[str], object]


class Opener(Protocol):
    """Every future resolves off the GUI thread and fails with ``ConsoleError``; cancelling it stops the work."""

    def open_lab(self, progress: Progress, watch: LabWatch) -> Future[Path]:
        """Start the lab unless it runs; resolve to its estate file. ``progress`` may be called from any thread."""

    def open_file(self, file: Path) -> Future[LoadedEstate]:
        """Read and check an estate file."""

    def discover(self) -> Future[Proposal]:
        """Read the kubeconfig and propose an estate; nothing is saved."""

    def save(self, proposal: Proposal, file: Path) -> Future[Path]:
        """Write a proposed estate to a new file and resolve to it."""

    def recent(self) -> tuple[Path, ...]:
        """Return the estate files that were opened last, newest first."""

    def remember(self, file: Path) -> None:
        """Note that an estate file has been opened."""
