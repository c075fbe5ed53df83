"""The ways in which the window comes to an estate: the lab, a file, the kubeconfig."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private
from console.settings.recent import recent_estates, remember_estate

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from console.estate.discovery import Proposal
    from console.estate.load import LoadedEstate
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime
    from console.ports.opener import LabWatch, Progress
    from console.services.lab_desk import LabDesk


class WindowOpener:
    """Implements ``console.ports.opener.Opener``; ``discover`` is the blocking look into the kubeconfig."""

    def __init__(self, runtime: Runtime, paths: Paths, desk: LabDesk, discover: Callable[[], Proposal]) -> None:
        self._runtime, self._paths, self._desk, self._discover = runtime, paths, desk, discover
        self._lab_file: Path | None = None

    def open_lab(self, progress: Progress, watch: LabWatch) -> Future[Path]:
        """Start the lab unless it runs; resolve to its estate file."""
        progress(t("Starting the lab's servers"), None)
        self._desk.on_progress, self._desk.on_trouble = progress, watch.trouble
        self._desk.on_restart = watch.restarted
        return self._runtime.submit(self._start_lab())

    async def _start_lab(self) -> Path:
        import asyncio  # noqa: PLC0415

        self._lab_file = await asyncio.wrap_future(self._desk.start())
        return self._lab_file

    def open_file(self, file: Path) -> Future[LoadedEstate]:
        """Read and check an estate file."""
        return self._runtime.submit(self._load(file))

    async def _load(self, file: Path) -> LoadedEstate:
        return await self._runtime.in_thread(_read, file)

    def discover(self) -> Future[Proposal]:
        """Read the kubeconfig and propose an estate; nothing is saved."""
        return self._runtime.submit(self._look())

    async def _look(self) -> Proposal:
        return await self._runtime.in_thread(self._discover)

    def save(self, proposal: Proposal, file: Path) -> Future[Path]:
        """Write a proposed estate to a new file; a file that is there already is refused."""
        return self._runtime.submit(self._save(proposal, file))

    async def _save(self, proposal: Proposal, file: Path) -> Path:
        return await self._runtime.in_thread(_write, proposal, file)

    def recent(self) -> tuple[Path, ...]:
        """Return the estate files that were opened last, newest first."""
        return tuple(Path(one) for one in recent_estates(self._paths) if one != "lab")

    def remember(self, file: Path) -> None:
        """Note that an estate file has been opened; the lab's is remembered as the lab."""
        remember_estate(self._paths, "lab" if self._desk.is_running and file == self._lab_file else file)


def _read(file: Path) -> LoadedEstate:
    from console.estate.load import load_estate  # noqa: PLC0415 - pydantic and YAML: in the background

    return load_estate(file)


def _write(proposal: Proposal, file: Path) -> Path:
    from console.estate.write_yaml import estate_text  # noqa: PLC0415

    if os.path.exists(file):  # not where one may not look: writing it says so
        raise UserError(t("{file} is there already.", file=file), t("Choose another name."))
    head = [t("Proposed by Cell Console from the kubeconfig; check it before you rely on it.")]
    write_private(file, estate_text(proposal.estate, head, [(one.key, one.sentence) for one in proposal.reasons]))
    return file
