"""The cache of written history: one folder of blocks for each seed, scale and version of the simulator."""

import asyncio
import fcntl
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from console.kernel.paths import private_folder
from console.lab.backfill.block import Block, read_blocks
from console.lab.backfill.history_request import HistoryRequest
from console.lab.backfill.span import Span

_LOOK_S = 0.2


class HistoryCache:
    """The blocks of one history below ``folder``. Several labs share it; only one of them writes at a time."""

    def __init__(self, folder: Path, request: HistoryRequest) -> None:
        self.folder = private_folder(folder / "history" / request.key)
        self._version = request.version_key

    def blocks(self) -> tuple[Block, ...]:
        """Return the whole blocks, oldest first."""
        return read_blocks(self.folder)

    def covered(self, step_s: float) -> tuple[Span, ...]:
        """Return what the blocks cover; a block's first sample stands for the ``step_s`` seconds before it."""
        return tuple(Span(block.span.start_s - step_s, block.span.end_s) for block in self.blocks())

    def link_into(self, folder: Path) -> tuple[Block, ...]:
        """Put every block into a database and return them."""
        blocks = self.blocks()
        for block in blocks:
            block.link_into(folder)
        return blocks

    def add(self, block: Block) -> Block:
        """Take over a block that lies on the same file system."""
        return block.move_into(self.folder)

    def forget_before(self, at_s: float) -> None:
        """Remove the blocks that end before a time (unix seconds)."""
        for block in self.blocks():
            if block.span.end_s < at_s:
                shutil.rmtree(block.folder, ignore_errors=True)

    def forget_other_versions(self) -> None:
        """Remove the histories of other simulators, except where a lab is writing one."""
        for lock_file in self.folder.parent.glob("v*-s*-n*-p*-c*/lock"):
            if lock_file.parent.name.startswith(self._version):
                continue
            with lock_file.open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                shutil.rmtree(lock_file.parent, ignore_errors=True)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Path]:
        """Wait for the right to write; yields a scratch folder on the same file system, removed afterwards."""
        with (self.folder / "lock").open("w") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    await asyncio.sleep(_LOOK_S)
            scratch = self.folder / "scratch.part"  # with a suffix: read_blocks passes it over
            try:
                yield scratch
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
