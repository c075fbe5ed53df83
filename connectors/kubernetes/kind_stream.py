"""One kind in one place, listed and then watched, for ever."""

import logging
import random
from typing import Any

import msgspec

from connectors.common.exchange import Request
from connectors.common.fault import not_understood, wrong_body
from connectors.kubernetes.board import Rows, TopicBoard
from connectors.kubernetes.health import ClusterHealth
from connectors.kubernetes.kind import WatchedKind, collection_path
from connectors.kubernetes.listing import Listing
from connectors.kubernetes.rows.meta import Meta, ref_of
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.watch_line import PlainLine, error_of, line_decoder, lines
from console.domain.resource import ResourceKind
from console.kernel.backoff import Backoff
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.prepared import prepared

GONE = 410
ABSENT_S = 300.0
FORBIDDEN_S = 60.0
WATCH_S = 290
SHORT_S = 1.0
STEADY_S = 10.0  # a watch that lasts so long is worth the list before it; others would list again and again
IDLE_S = 150.0  # longer than the longest time between two bookmarks (about 120 s)
_BREAKS_UNTOLD = 2
_SILENT_WATCHES = 8  # after the list that a first silent watch led to, the next one comes after so many (20 minutes)

_log = logging.getLogger(__name__)


class KindStream:
    """Lists, watches from the list's version, resumes after breaks, lists again after 410; runs until cancelled."""

    def __init__(
        self, session: ClusterSession, health: ClusterHealth, board: TopicBoard, watched: WatchedKind, namespace: str
    ) -> None:
        self._session = session
        self._health = health
        self._board = board
        self._watched = watched
        self._namespace = namespace
        self.name = stream_name(board.topic, watched, namespace)
        self._kind: ResourceKind | None = None
        self._version = ""
        self._breaks = 0
        self._opened = False
        self._heard = False  # a line of the watch that was opened last
        self._silences = 0  # watches in a row that timed out without a line
        self._backoff = Backoff(first_s=0.3, most_s=30.0)
        self._relist = Backoff(first_s=0.3, most_s=30.0)

    async def run(self) -> None:
        """Run until cancelled; failures are told to the health and tried again."""
        while True:
            try:
                if not self._version:
                    await self._list()
                began_s = self._session.clock.monotonic()
                await self._watch()
                if self._session.clock.monotonic() - began_s < SHORT_S:
                    await self._health.wait(self._backoff.next_s())  # a server that ends watches at once
            except ConnectorError as fault:
                await self._after(fault)
            except Exception as error:  # noqa: BLE001 - a mistake must not end one stream while its rows look alive
                _log.exception("%s of %s", self.name, self._board.connection)
                await self._after(not_understood(error, self._session.peer))

    async def _after(self, fault: ConnectorError) -> None:
        """Decide what a failure means for the version that is known, who is told, and when to try again."""
        status = getattr(fault, "status", None)
        opened, self._opened = self._opened, False
        if status == GONE or fault.kind is ErrorKind.PROTOCOL or (opened and self._doubts_version(fault)):
            self._version = ""
        wait_s = max(self._backoff.next_s(), fault.retry_after_s or 0.0)
        if status == GONE:
            wait_s = max(wait_s, self._relist.next_s())
        self._breaks += 1
        if (opened or status == GONE) and self._breaks <= _BREAKS_UNTOLD:
            await self._health.wait(wait_s)  # streams end all the time; only those that stay broken are told
            return
        if status == 404:
            self._version = ""
            self._board.settle(self.name, absent=True)
            self._health.succeeded(self.name)
            wait_s = ABSENT_S
        else:
            await self._health.failed(self.name, fault)
            if not self._health.is_failed:
                self._board.settle(self.name, absent=False)
            if fault.kind is ErrorKind.FORBIDDEN:
                wait_s = FORBIDDEN_S
        await self._health.wait(wait_s)

    def _doubts_version(self, fault: ConnectorError) -> bool:
        """Return whether the end of an open watch leaves in doubt that the server knows the version yet.

        A server that was restored from a backup is behind the version, and such a watch hangs without a word. One that
        is merely quiet sends a bookmark every one or two minutes, within the idle limit: no line at all is reason
        enough to list once. What stays silent after that list is a quiet kind of a server that sends no bookmarks; it
        is listed rarely from then on, until something is heard again.
        """
        if fault.kind is not ErrorKind.TIMEOUT or self._heard:
            return False
        self._silences += 1
        return self._silences % _SILENT_WATCHES == 1

    async def _list(self) -> None:
        """Take a whole list; one that breaks off changes nothing: its version would hide the pages that are missing."""
        version, kind = "", self._kind
        listing = Listing(self._session, self._watched, self._namespace)
        rows: Rows = {}
        async for page in listing.pages():
            if not rows and page.more:
                self._board.add_page(page.rows)
            rows.update(page.rows)
            version, kind = page.version, page.kind
        self._board.replace(self.name, rows)
        self._version, self._kind = version, kind
        self._health.succeeded(self.name)

    async def _watch(self) -> None:
        """Watch from the last version until the stream ends."""
        assert self._kind is not None
        params: dict[str, Any] = {
            "watch": "true",
            "allowWatchBookmarks": "true",
            "resourceVersion": self._version,
            "timeoutSeconds": WATCH_S + random.randrange(30),  # noqa: S311 - spreads the load, no secret
            **selectors(self._watched),
        }
        path = collection_path(self._kind, self._namespace)
        peer = self._session.peer
        async with self._session.open(Request("GET", path, params, read_s=IDLE_S, flows=True)) as stream:
            self._opened, self._heard = True, False
            opened_s = self._session.clock.monotonic()
            self._health.succeeded(self.name)
            async for whole in lines(stream.pieces(), peer):
                self._take(whole)
                self._health.alive()
                self._heard, self._silences, self._breaks = True, 0, 0
                self._backoff.reset()
                if self._session.clock.monotonic() - opened_s > STEADY_S:
                    self._relist.reset()

    def _take(self, whole: list[bytes]) -> None:
        decode = line_decoder(self._watched.wire).decode
        for line in whole:
            try:
                one = decode(line)
            except (msgspec.ValidationError, UnicodeDecodeError):
                self._take_unknown(line)
                continue
            except (msgspec.DecodeError, RecursionError) as error:
                raise wrong_body(self._session.peer, str(error)) from None
            self._apply(one.type, one.object, line)

    def _apply(self, kind: str, wire: Any, line: bytes) -> None:
        meta: Meta = wire.metadata
        if kind == "ERROR":
            raise error_of(line, self._session.peer)
        if meta.resource_version:
            self._version = meta.resource_version
        if kind == "BOOKMARK" or not meta.name:
            return
        assert self._kind is not None
        if kind == "DELETED":
            self._board.remove(self.name, ref_of(meta, self._kind, self._board.connection))
        else:
            self._board.change(self.name, self._watched.row(wire, self._kind, self._board.connection))

    def _take_unknown(self, line: bytes) -> None:
        """Leave out an object whose shape is not what its API promises, but do not lose the place."""
        try:
            plain = msgspec.json.decode(line, type=prepared(PlainLine))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None
        if plain.type == "ERROR":
            raise error_of(line, self._session.peer)
        assert self._kind is not None
        self._version = plain.object.metadata.resource_version or self._version
        self._board.remove(self.name, ref_of(plain.object.metadata, self._kind, self._board.connection))


def stream_name(topic: str, watched: WatchedKind, namespace: str) -> str:
    """Return the unique name of a stream within its connection."""
    return f"{topic}/{watched.api_group}/{watched.kind}/{namespace}/{watched.label}/{watched.field}"


def selectors(watched: WatchedKind) -> dict[str, str]:
    """Return the query parameters that narrow a kind."""
    wanted = {"labelSelector": watched.label, "fieldSelector": watched.field}
    return {name: text for name, text in wanted.items() if text}
