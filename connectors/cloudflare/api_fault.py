"""The one place where Cloudflare's own errors become a ``ConnectorError``."""

import json
from collections.abc import Sequence

import msgspec

from connectors.cloudflare.wire import ApiError, ApiErrors, GraphQLError
from connectors.common.fault import HttpFault, server_words
from connectors.common.peer import Peer
from connectors.common.refusal import Refusal, meaning
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.prepared import prepared

_WRONG_CREDENTIALS = frozenset({1000, 6003, 6103, 6111, 9103, 9106, 9107, 9109})
"""What malformed, unknown and expired credentials are told with, whatever the status."""
_MOST_TOLD = 3
_BUDGET_WAIT_S = 300.0


def api_fault(fault: HttpFault, peer: Peer) -> HttpFault:
    """Return the fault of a refused request with Cloudflare's own words instead of none."""
    try:
        errors = msgspec.json.decode(fault.body, type=prepared(ApiErrors)).errors
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return fault
    if not errors or fault.kind is ErrorKind.THROTTLED:
        return fault
    status = 401 if any(error.code in _WRONG_CREDENTIALS for error in errors) else fault.status
    kind, message, hint = meaning(Refusal(status, peer.place, _told(errors), peer.auth_hint))
    return HttpFault(fault.status, kind, message, hint, retry_after_s=fault.retry_after_s, body=fault.body)


def answered_fault(errors: Sequence[ApiError], peer: Peer) -> HttpFault:
    """Return the fault of an answer with status 200 that says it has not succeeded."""
    status = 401 if any(error.code in _WRONG_CREDENTIALS for error in errors) else 400
    kind, message, hint = meaning(Refusal(status, peer.place, _told(errors), peer.auth_hint))
    return HttpFault(status, kind, message, hint)


def analytics_fault(errors: Sequence[GraphQLError], peer: Peer) -> ConnectorError:
    """Return the fault of a GraphQL answer, which has status 200 even when it is refused."""
    words = _one_line("; ".join(error.message for error in errors[:_MOST_TOLD]))
    codes = {str(error.extensions.get("code", "")) for error in errors}
    if "authz" in codes or "not authorized" in words or "does not have access" in words:
        return ConnectorError(
            ErrorKind.FORBIDDEN,
            t("{place} does not show its analytics: {words}.", place=peer.place, words=words),
            t("Give the token the permission Account Analytics: Read."),
        )
    if "budget" in codes or "budget" in words or "rate limit" in words:
        return ConnectorError(
            ErrorKind.THROTTLED,
            t("{place} asks to slow down{words}.", place=peer.place, words=f" ({words})"),
            t("The console waits and tries again by itself."),
            retry_after_s=_BUDGET_WAIT_S,
        )
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("{place} does not answer a query of its analytics: {words}.", place=peer.place, words=words),
        t("The rest goes on; the query may need a newer version of the console."),
    )


def _told(errors: Sequence[ApiError]) -> str:
    return _one_line("; ".join(f"{error.message} (code {error.code})" for error in errors[:_MOST_TOLD]))


def _one_line(words: str) -> str:
    return server_words(json.dumps({"message": words}).encode())
