"""What arrived at the lab's sinks: a file of JSON lines that anybody who may read the lab's folder can show."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from console.kernel.paths import write_private

FILE = "inbox.jsonl"
_MOST = 500
_MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as it arrived; ``at_s`` is unix seconds, ``channel`` the service, ``note`` e.g. an issue's key."""

    at_s: float
    channel: str
    title: str
    text: str
    note: str = ""


class Inbox:
    """Keeps the newest arrivals; the file is written whole each time, so that it never ends in half a line."""

    def __init__(self, folder: Path, now_s: Callable[[], float]) -> None:
        self._file = folder / FILE
        self._now_s = now_s
        self._kept: deque[Arrival] = deque(maxlen=_MOST)

    def add(self, channel: str, title: str, text: str, note: str = "") -> None:
        """Keep what arrived just now."""
        self._kept.append(Arrival(self._now_s(), channel, title[:_MOST_TEXT], text[:_MOST_TEXT], note))
        lines = (json.dumps(asdict(one), ensure_ascii=False) for one in self._kept)
        write_private(self._file, "".join(f"{line}\n" for line in lines))
