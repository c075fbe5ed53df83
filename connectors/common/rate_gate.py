"""Keeping a client from asking while the server allows nothing."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from connectors.common.peer import Peer
from connectors.common.rate_budget import RateBudget, budget_of
from connectors.common.throttle import retry_after_s
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_MOST_BLOCK_S = 3600.0  # nobody can lock the console out for longer
_MOST_BUCKETS = 32
_DELAY = re.compile(r"\d{1,5}(?:\.\d{1,6})?")


class RateGate:
    """Reads the budgets that answers tell, and knows how long the next request must wait.

    A server may have several budgets (search, GraphQL); which one a request draws on is learned from the answers to
    requests below the same first segment of the path.
    """

    def __init__(self, peer: Peer, clock: Clock) -> None:
        self._peer = peer
        self._clock = clock
        self._bucket_of: dict[str, str] = {}
        self._closed_until: dict[str, float] = {}  # bucket -> monotonic seconds
        self.budget: RateBudget | None = None

    def note(self, path: str, headers: Mapping[str, str]) -> None:
        """Learn from the head of any answer; a used-up budget closes the gate until it is renewed."""
        now_s = self._clock.now().timestamp()
        told = budget_of(headers, now_s)
        if told is None:
            return
        self.budget = told
        self._remember(path, told.bucket)
        if told.remaining == 0 and told.reset_at_s is not None:
            self.close(path, told.reset_at_s - now_s)
        else:
            self._closed_until.pop(told.bucket, None)
        asked_s = retry_after_s(headers) or _number(headers.get("x-ratelimit-delay", ""))
        if asked_s:  # Azure DevOps asks so beside good answers, before it refuses
            self.close(path, asked_s)

    def close(self, path: str, wait_s: float) -> None:
        """Let nothing pass for some seconds, at most an hour: the server has asked for it."""
        bucket = self._bucket_of.get(_area(path), "")
        self._closed_until[bucket] = self._clock.monotonic() + min(_MOST_BLOCK_S, wait_s)

    def wait_s(self, path: str, most_s: float) -> float:
        """Return the seconds to wait before asking; raise ``ConnectorError`` (throttled) if they exceed ``most_s``."""
        until = self._closed_until.get(self._bucket_of.get(_area(path), ""))
        wait_s = 0.0 if until is None else until - self._clock.monotonic()
        if wait_s > most_s:
            raise self._closed(wait_s)
        return max(0.0, wait_s)

    def _closed(self, wait_s: float) -> ConnectorError:
        opens = datetime.fromtimestamp(self._clock.now().timestamp() + wait_s, UTC).astimezone()
        return ConnectorError(
            ErrorKind.THROTTLED,
            t("{place} allows no further requests until {time}.", place=self._peer.place, time=f"{opens:%H:%M:%S}"),
            t("The console waits and tries again by itself."),
            retry_after_s=wait_s,
        )

    def _remember(self, path: str, bucket: str) -> None:
        self._bucket_of[_area(path)] = bucket
        if len(self._bucket_of) > _MOST_BUCKETS:
            del self._bucket_of[next(iter(self._bucket_of))]
        for old in list(self._closed_until)[:-_MOST_BUCKETS]:
            del self._closed_until[old]


def _number(text: str) -> float:
    found = _DELAY.fullmatch(text.strip())
    return float(found[0]) if found else 0.0


def _area(path: str) -> str:
    return path.strip("/").partition("/")[0]
