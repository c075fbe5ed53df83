"""Making bare repositories of planned histories, kept between labs by what is in them."""

import asyncio
import hashlib
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from console.kernel.paths import private_folder
from console.lab.outside.git.fast_import import fast_import_stream
from console.lab.outside.git.git_command import git_output
from console.lab.outside.git.history_plan import MAIN, HistoryPlan

_CONFIG = """[core]
\trepositoryformatversion = 0
\tbare = true
[receive]
\tfsckObjects = true
\tdenyDeleteCurrent = refuse
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
"""
_OLD_S = 30 * 86_400.0


class RepositoryMaker:
    """Makes each repository once in ``kept``, under a name made of its content, and copies it to where it is served."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._one_at_a_time = asyncio.Semaphore(2)
        self._has_cleaned = False

    async def make(self, history: HistoryPlan, folder: Path) -> None:
        """Put the repository into ``folder``; raise ``ConsoleError`` when git fails."""
        async with self._one_at_a_time:
            self._clean()
            stream = fast_import_stream(history)
            kept = private_folder(self._kept) / f"{hashlib.sha256(stream + _CONFIG.encode()).hexdigest()[:24]}.git"
            if not kept.is_dir():
                await self._import(stream, kept)
            os.utime(kept)
            shutil.copytree(kept, folder, symlinks=True)

    async def _import(self, stream: bytes, kept: Path) -> None:
        draft = kept.with_suffix(f".{os.getpid()}.part")
        shutil.rmtree(draft, ignore_errors=True)
        try:
            _bare(draft)
            await git_output(draft, ("fast-import", "--quiet", "--done"), stdin=stream)
            shutil.rmtree(draft / "hooks", ignore_errors=True)
            with suppress(OSError):  # another lab was faster, with the same content
                os.rename(draft, kept)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _clean(self) -> None:
        """Forget what no lab has used for a month: a new week brings new histories."""
        if self._has_cleaned or not self._kept.is_dir():
            return
        self._has_cleaned = True
        for folder in self._kept.iterdir():
            if time.time() - folder.stat().st_mtime > _OLD_S:
                shutil.rmtree(folder, ignore_errors=True)


def _bare(folder: Path) -> None:
    for part in ("objects", "refs/heads", "refs/tags"):
        (folder / part).mkdir(parents=True)
    (folder / "HEAD").write_text(f"ref: refs/heads/{MAIN}\n")
    (folder / "config").write_text(_CONFIG)
