"""A reader's place in the history of one collection."""

import asyncio
from collections.abc import Callable

from console.lab.servers.kubernetes.watch_history import Change, WatchHistory


class Subscription:
    """Yields changes after a version. Slow readers cost nothing: they re-read the shared history at their own pace."""

    def __init__(self, history: WatchHistory, after: int, close: Callable[["Subscription"], None]) -> None:
        self._history = history
        self._close = close
        self._wake = asyncio.Event()
        self.version = after
        self.closed = False

    def notify(self) -> None:
        """Tell the reader that there is something new (called by the store)."""
        self._wake.set()

    def close(self) -> None:
        """Stop; a waiting reader is released and gets nothing more."""
        self.closed = True
        self._close(self)
        self._wake.set()

    def take(self) -> list[Change]:
        """The changes since the last call, oldest first.

        Raises:
            VersionExpiredError: the reader fell behind the window of the history.
        """
        self._wake.clear()
        changes = self._history.after(self.version)
        if changes:
            self.version = changes[-1].version
        return changes

    async def wait(self, timeout_s: float) -> bool:
        """Wait for something new, at most `timeout_s` seconds; False when nothing came."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._wake.wait()
        except TimeoutError:
            return False
        return True
