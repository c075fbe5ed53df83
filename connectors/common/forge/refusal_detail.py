"""What exactly a forge finds wrong with what it was sent (status 400 and 422)."""

import json
from collections.abc import Iterator
from typing import Any

from connectors.common.fault import HttpFault
from connectors.common.peer import Peer
from console.kernel.errors import ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_line

_EXPLAINED = frozenset({400, 422})
_MOST = 5
_LONGEST = 300


def explained(fault: HttpFault, peer: Peer) -> HttpFault:
    """Return a fault that names the fields that are wrong, where the answer does; else the same."""
    words = "; ".join(list(_details(fault.body))[:_MOST]) if fault.status in _EXPLAINED else ""
    if not words:
        return fault
    return HttpFault(
        fault.status,
        ErrorKind.PROTOCOL,
        t("{place} rejected the request: {words}.", place=peer.place, words=visible_line(scrub(words), _LONGEST)),
        t("Correct what was asked for."),
        body=fault.body,
    )


def _details(body: bytes) -> Iterator[str]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return
    if not isinstance(answer, dict):
        return
    errors = answer.get("errors")
    for one in errors if isinstance(errors, list) else ():
        yield from _github(one)
    yield from _fields(answer.get("message"))  # GitLab
    inner = answer.get("error")
    if isinstance(inner, dict):  # Bitbucket
        if isinstance(inner.get("detail"), str):
            yield inner["detail"]
        yield from _fields(inner.get("fields"))


def _fields(wrongs: Any) -> Iterator[str]:
    """Yield each field with what is wrong with it."""
    for field, wrong in wrongs.items() if isinstance(wrongs, dict) else ():
        yield f"{field} {', '.join(map(str, wrong)) if isinstance(wrong, list) else wrong}"


def _github(error: Any) -> Iterator[str]:
    """Yield ``field: code`` or the message of one entry of GitHub's ``errors``."""
    if isinstance(error, str):
        yield error
    elif isinstance(error, dict):
        told = error.get("message") or " ".join(str(error[key]) for key in ("field", "code") if key in error)
        if told:
            yield str(told)
