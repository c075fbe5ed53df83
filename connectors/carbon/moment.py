"""Times as the providers write them."""

from datetime import UTC, datetime

from connectors.common.fault import wrong_body
from connectors.common.peer import Peer
from console.kernel.i18n import t


def unix_s(text: str, peer: Peer) -> float:
    """Return the unix seconds of an ISO 8601 time, UTC where it names no zone; raise ``ConnectorError`` (protocol)."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise wrong_body(peer, t("{text} is not a time", text=repr(text[:40]))) from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def minute(at_s: float) -> str:
    """Return a time to the minute in UTC, as ``2026-08-25T12:30Z``."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%MZ")
