"""The health of one connection, put together from its streams and a small probe."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace

import msgspec

from connectors.kubernetes.session import ClusterSession
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.kernel.backoff import Backoff
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_line

PROBE_S = 10.0
_PROBE_LIMIT_S = 5.0
_MOST_BACKOFF_S = 5.0  # one small request per connection, so recovery is seen soon
_CONFIRM_S = 15.0
_MOST_VERSION = 200
_OF_THE_CONNECTION = frozenset({ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT, ErrorKind.AUTH, ErrorKind.PROTOCOL})
_ALIVE = frozenset({ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND, ErrorKind.THROTTLED})


class Version(msgspec.Struct, rename="camel"):
    """The fields of ``/version`` that are read."""

    git_version: str = ""


class ClusterHealth:
    """Tells failures of the connection from failures of one kind, by asking for the version while somebody looks.

    A watch may be silent for minutes, so silence proves nothing: the probe does. When the probe fails, streams wait
    until it succeeds again instead of trying one by one.
    """

    def __init__(self, session: ClusterSession) -> None:
        self._session = session
        self._fault: ConnectorError | None = None
        self._streams: dict[str, ConnectorError | None] = {}
        self._pending: set[str] = set()
        self._wakers: list[Callable[[], None]] = []
        self._recovered = asyncio.Event()
        self._fell = asyncio.Event()
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._checks_begun = 0
        self._ok_at_s: float | None = None
        self._since_s = 0.0
        self._told: ConnectionStatus | None = None
        self.detail = ""

    @property
    def is_failed(self) -> bool:
        """Return whether the connection as a whole is down."""
        return self._fault is not None

    def attend(self, wake: Callable[[], None], streams: set[str]) -> None:
        """Watch the connection for a source; ``wake`` is called when there may be something to tell."""
        self._wakers.append(wake)
        self._pending |= streams
        if self._task is None:
            self._session.hasten()
            self._task = asyncio.create_task(self._probe())

    async def leave(self, wake: Callable[[], None], streams: set[str]) -> None:
        """End what ``attend`` began and forget the source's streams."""
        self._wakers.remove(wake)
        self._pending -= streams
        for stream in streams:
            self._streams.pop(stream, None)
        if not self._wakers and self._task is not None:
            task, self._task = self._task, None
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self._told = None

    def succeeded(self, stream: str) -> None:
        """Note that a stream works, which proves that the connection does."""
        self._pending.discard(stream)
        self._streams[stream] = None
        self._clear()

    def alive(self) -> None:
        """Note that something arrived."""
        self._ok_at_s = self._now()

    async def failed(self, stream: str, fault: ConnectorError) -> None:
        """Note that a stream failed, and find out whether the connection did."""
        self._pending.discard(stream)
        self._streams[stream] = fault
        if fault.kind in _OF_THE_CONNECTION:
            await self.check(fault)
        self._wake()

    async def check(self, suspicion: ConnectorError | None = None) -> None:
        """Ask for the version, once for all who want to know."""
        asked = self._checks_begun
        async with self._lock:
            if self._checks_begun > asked:
                return  # a check that began after this was asked has answered it
            self._checks_begun += 1
            try:
                self.detail = await read_version(self._session)
                self._clear()
            except ConnectorError as fault:
                if fault.kind in _ALIVE:
                    self._clear()
                else:
                    same = suspicion is not None and suspicion.kind == fault.kind
                    self._fault = suspicion if same and suspicion is not None else fault
                    self._fell.set()
                    self._wake()

    async def wait(self, wait_s: float) -> None:
        """Wait before the next try; while the connection is down, until it is up again."""
        if self._fault is not None:
            await self._recovered.wait()
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._recovered.wait()

    async def _probe(self) -> None:
        backoff = Backoff(first_s=0.5, most_s=_MOST_BACKOFF_S)
        while True:
            await self.check()
            self._wake()
            if self._fault is None:
                backoff.reset()
                await self._until_it_falls(PROBE_S)
            else:
                await asyncio.sleep(backoff.next_s())

    async def _until_it_falls(self, limit_s: float) -> None:
        """Wait, but not longer than until a stream finds the connection down: recovery is looked for at once then."""
        self._fell.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                await self._fell.wait()

    def _clear(self) -> None:
        self._ok_at_s = self._now()
        if self._fault is not None:
            self._fault = None
            self._recovered.set()
            self._recovered = asyncio.Event()
        self._wake()

    def _wake(self) -> None:
        for wake in self._wakers:
            wake()

    def _now(self) -> float:
        return self._session.clock.now().timestamp()

    def take(self) -> ConnectionStatus | None:
        """Return the status when it has changed, or was not confirmed for a while; each change is told once."""
        status = self._status()
        told = self._told
        if status is None:
            return None
        if (
            told is not None
            and told.state is status.state
            and told.error == status.error
            and told.detail == status.detail
            and told.unread == status.unread
        ):
            if status.last_ok_at_s is None or status.last_ok_at_s - (told.last_ok_at_s or 0.0) < _CONFIRM_S:
                return None
            status = replace(status, since_s=told.since_s)
        elif told is not None and told.state is status.state:
            status = replace(status, since_s=told.since_s)
        self._told = status
        return status

    def _status(self) -> ConnectionStatus | None:
        faults = [fault for fault in self._streams.values() if fault is not None]
        works = len(faults) < len(self._streams)
        down = self._fault or (faults[0] if faults and not works and not self._pending else None)
        if down is None and not works:
            return None  # nothing is known yet
        shown = down or (faults[0] if faults else None)
        return ConnectionStatus(
            key=self._session.options.key,
            kind="kubernetes",
            state=ConnectionState.FAILED if down is not None else ConnectionState.LIVE,
            since_s=self._now(),
            last_ok_at_s=self._ok_at_s,
            error=_sentence(shown, len(faults) if down is None else 0),
            hint=shown.hint if shown is not None else "",
            error_kind=shown.kind.value if shown is not None else "",
            detail=self.detail,
            unread=self._unread(),
        )

    def _unread(self) -> tuple[str, ...]:
        """Return the topics of which nothing can be read (a right that is missing)."""
        topics: dict[str, bool] = {}
        for stream, fault in self._streams.items():
            topic = stream.partition("/")[0]  # as stream_name writes it
            topics[topic] = topics.get(topic, True) and fault is not None
        return tuple(sorted(topic for topic, fails in topics.items() if fails))


def _sentence(fault: ConnectorError | None, of: int) -> str:
    if fault is None:
        return ""
    return (
        t("{sentence} ({count} more of this kind)", sentence=fault.message, count=of - 1) if of > 1 else fault.message
    )


async def read_version(session: ClusterSession) -> str:
    """Return ``Kubernetes v1.36.0``; raise ``ConnectorError``."""
    answer = await session.get("/version", read_s=_PROBE_LIMIT_S, total_s=_PROBE_LIMIT_S, tries=1)
    try:
        version = msgspec.json.decode(answer.body, type=prepared(Version)).git_version
        return visible_line(scrub(f"Kubernetes {version}".strip()), _MOST_VERSION)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise wrong_version(session) from None


def wrong_version(session: ClusterSession) -> ConnectorError:
    """Return the fault of a server that is not a Kubernetes API."""
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("{place} does not answer as a Kubernetes API.", place=session.peer.place),
        t("Check the server address in the kubeconfig, and whether a gateway or sign-in page answers in its place."),
    )
