"""Turns series into one block: a temporary Prometheus with one big head, remote write, snapshot."""

import asyncio
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import numpy as np

from console.kernel.errors import ConsoleError
from console.kernel.paths import private_folder, write_private
from console.lab.backfill.block import Block, read_blocks
from console.lab.backfill.remote_write import HEADERS, Series, encode_request
from console.lab.backfill.span import Span
from console.lab.process.web_child import WebChild

# A head takes samples of any order up to half its block range old: 400 days leave room for every history.
_HEAD = "9600h"
_SAMPLES_PER_REQUEST = 120_000
_TIMEOUT = aiohttp.ClientTimeout(total=120)

Progress = Callable[[int], None]


class BlockWriter:
    """Writes blocks below ``folder``, which it empties first. ``program`` is the path of prometheus."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder

    async def write(self, series: Iterable[Series], span: Span, written: Progress) -> Block | None:
        """Write the samples inside ``span`` and return the block; None when there are no samples.

        ``written`` is told after each series how many there have been. Raises ``ConsoleError`` when Prometheus refuses.
        """
        shutil.rmtree(self._folder, ignore_errors=True)
        private_folder(self._folder)
        write_private(self._folder / "prometheus.yml", "global: {}\n")
        child = WebChild("Prometheus (history)", self._folder, self._command)
        async with AsyncExitStack() as stack:
            await child.start()
            stack.push_async_callback(child.stop)
            session = await stack.enter_async_context(
                aiohttp.ClientSession(child.url, headers=child.headers, timeout=_TIMEOUT)
            )
            await _send(session, series, span, written)
            await _post(session, "/api/v1/admin/tsdb/snapshot", b"", {})
        snapshots = sorted((self._folder / "head" / "snapshots").iterdir())
        blocks = read_blocks(snapshots[-1]) if snapshots else ()
        return blocks[0] if blocks else None

    def _command(self, listen: str, web_file: Path) -> Sequence[str]:
        return (
            self._program,
            f"--config.file={self._folder / 'prometheus.yml'}",
            f"--web.config.file={web_file}",
            f"--web.listen-address={listen}",
            "--web.enable-remote-write-receiver",
            "--web.enable-admin-api",
            f"--storage.tsdb.path={self._folder / 'head'}",
            f"--storage.tsdb.min-block-duration={_HEAD}",
            f"--storage.tsdb.max-block-duration={_HEAD}",
            "--storage.tsdb.retention.time=9600h",
            "--storage.tsdb.wal-compression",
            "--log.level=warn",
        )


async def _send(session: aiohttp.ClientSession, series: Iterable[Series], span: Span, written: Progress) -> None:
    """Encode the next request while Prometheus still works on the one before."""
    sending: asyncio.Task[None] | None = None
    count = 0
    for batch in _batches(series, span):
        body = encode_request(batch)
        if sending is not None:
            await sending
        sending = asyncio.create_task(_post(session, "/api/v1/write", body, HEADERS))
        await asyncio.sleep(0)
        count += len(batch)
        written(count)
    if sending is not None:
        await sending


def _batches(series: Iterable[Series], span: Span) -> Iterator[list[Series]]:
    batch: list[Series] = []
    samples = 0
    for labels, times_s, values in series:
        first, last = np.searchsorted(times_s, [span.start_s, span.end_s], side="right")
        batch.append((labels, times_s[first:last], values[first:last]))
        samples += int(last - first)
        if samples >= _SAMPLES_PER_REQUEST:
            yield batch
            batch, samples = [], 0
    if batch:
        yield batch


async def _post(session: aiohttp.ClientSession, path: str, body: bytes, headers: dict[str, str]) -> None:
    try:
        async with session.post(path, data=body, headers=headers) as answer:
            if answer.status >= 300:
                reason = (await answer.text())[:200]
                raise ConsoleError(f"Prometheus refused a part of the history: {answer.status} {reason}.")
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ConsoleError(f"Prometheus broke off while the history was written: {error}.") from error
