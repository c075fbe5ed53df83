"""Remembering what was accepted, so that nothing is accepted twice."""

import hashlib
from collections import OrderedDict

from console.domain.webhook.delivery import Delivery

WINDOW_S = 24 * 3600.0
MOST = 20_000
_IDS = (
    "x-github-delivery",
    "webhook-id",
    "idempotency-key",
    "x-request-uuid",
    "x-webhook-id",
    "linear-delivery",
    "x-atlassian-webhook-identifier",
)
_KNOWN_BY_ID = frozenset({"gitlab"})


class ReplayGuard:
    """Knows accepted deliveries for a day, at most 20,000 traces of them; the oldest go first.

    The id of a delivery is not signed by all, so that the body is remembered, too: it names commits and times. Not that
    of GitLab, which signs the id or sends the secret itself: a branch moved there and back and there again is told in
    the same words.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, float] = OrderedDict()

    def accept(self, connection: str, delivery: Delivery, now_s: float, provider: str = "") -> bool:
        """Return whether this is new, and remember it if so; ``now_s`` is monotonic."""
        while self._known and next(iter(self._known.values())) < now_s - WINDOW_S:
            self._known.popitem(last=False)
        traces = [_digest(connection, "body", delivery.body)] if provider not in _KNOWN_BY_ID else []
        traces += [_digest(connection, name, delivery.header(name).encode()) for name in _IDS if delivery.header(name)]
        if any(trace in self._known for trace in traces):
            return False
        for trace in traces:
            self._known[trace] = now_s
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return True


def _digest(connection: str, what: str, content: bytes) -> bytes:
    return hashlib.sha256(f"{connection}\0{what}\0".encode() + content).digest()
