"""Channels of an estate that end at the lab's sinks."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from connectors.notify.connector import NotifyConnector, notify_connector
from connectors.registry import BuildContext
from console.domain.notification import Act, Message
from console.domain.severity import Severity
from console.estate.schema.service_connection import Notification
from console.kernel.clock import Clock, SystemClock
from console.kernel.runtime import Runtime
from console.lab.lab_folder import LabFolder
from console.lab.outside.lab_server import ServerContext
from console.lab.outside.notices.notice_server import NoticeServer
from console.settings.network import Network
from tests.fakes.file_vault import FileVault

AT_S = 1_795_000_000.0


class NoticeChannels:
    """One channel of each kind, by kind; ``arrived`` reads what the sinks show."""

    def __init__(self, runtime: Runtime, folder: Path, entries: list[dict[str, Any]]) -> None:
        self.runtime = runtime
        self.folder = folder
        self.clock: Clock = SystemClock()
        self.entries = {entry["kind"]: entry for entry in entries}
        self._made: list[NotifyConnector] = []

    def connect(self, kind: str, **other: Any) -> NotifyConnector:
        """Return a connector; ``other`` replaces options."""
        options = Notification.model_validate({**self.entries.get(kind, {"key": "own", "kind": kind}), **other})
        network = Network(connect_timeout_s=2, read_timeout_s=2)
        context = BuildContext(self.runtime, FileVault(), self.clock, self.folder, network=network)
        self._made.append(notify_connector(options, context))
        return self._made[-1]

    def secret_file(self, text: str) -> str:
        """Return a reference to a new secret."""
        file = self.folder / f"secret-{len(list(self.folder.iterdir()))}"
        file.write_text(text)
        return f"file:{file}"

    def arrived(self, channel: str) -> list[tuple[str, str, str]]:
        """Return title, text and note of what arrived at a channel."""
        file = self.folder / "inbox.jsonl"
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [(one["title"], one["text"], one["note"]) for one in lines if one["channel"] == channel]

    def close(self) -> None:
        """Release all connections."""
        for one in self._made:
            self.runtime.run(one.close(), 10)


@contextmanager
def notice_channels(folder: Path) -> Iterator[NoticeChannels]:
    """Yield channels that end at sinks on loopback, on a runtime of their own."""
    with closing(Runtime()) as runtime:
        yield from _on(runtime, folder)


def _on(runtime: Runtime, folder: Path) -> Iterator[NoticeChannels]:
    place = LabFolder.open(folder / "lab")
    told: list[str] = []
    world: Any = None  # the sinks show nothing of the world
    server = NoticeServer(ServerContext(world, lambda: AT_S, place, told.append))
    runtime.run(server.start(), 10)
    channels = NoticeChannels(runtime, place.root, list(server.estate()["notifications"]))  # type: ignore[arg-type]
    try:
        yield channels
    finally:
        channels.close()
        runtime.run(server.stop(), 10)
        place.close()
    assert told == []


def a_message(**other: Any) -> Message:
    """Return a message about a cell."""
    usual: dict[str, Any] = {
        "id": "msg_1",
        "matter": "lab/tokyo/errors",
        "title": "Errors in tokyo",
        "text": "12 % of the requests fail.",
        "severity": Severity.CRITICAL,
        "at_s": AT_S,
        "act": Act.TRIGGER,
        "source": "cell-console/lab",
        "facts": (("Cell", "tokyo"), ("Service", "web")),
        "link": "https://runbooks.example/errors",
    }
    return Message(**{**usual, **other})
