"""Answers that are kept so that the server may say "unchanged" instead of sending them again."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from connectors.common.exchange import Answer, Request

_MOST_ANSWERS = 128
_MOST_BYTES = 8 * 1024 * 1024
_LARGEST = 2 * 1024 * 1024
_LONGEST_MARK = 1024
_OWN_CONDITIONS = frozenset({"if-none-match", "if-modified-since", "range"})
_KEYED = ("accept", "accept-language")


class AnswerCache:
    """Bounded by number and size, the least used goes first. Nothing is served from it without asking the server.

    A client has one identity, so answers for different credentials never meet here.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0

    def conditional(self, request: Request) -> tuple[Request, Answer | None]:
        """Return the request with the condition "if it has changed", and the answer that holds otherwise."""
        known = self._kept.get(_key(request)) if _may_keep(request) else None
        if known is None:
            return request, None
        self._kept.move_to_end(_key(request))
        return replace(request, headers={**request.headers, **_conditions(known.headers)}), known

    def settled(self, request: Request, answer: Answer, known: Answer | None) -> Answer:
        """Return the answer to ``request``: ``known`` when it is unchanged. Keep it for the next time if allowed."""
        if answer.status == 304 and known is not None:
            return replace(known, headers={**known.headers, **answer.headers})
        if _may_keep(request):
            self._forget(_key(request))
            if _is_keepable(answer):
                self._keep(_key(request), answer)
        return answer

    def _keep(self, key: str, answer: Answer) -> None:
        self._kept[key] = replace(answer, headers=dict(answer.headers))
        self._size += len(answer.body)
        while self._size > _MOST_BYTES or len(self._kept) > _MOST_ANSWERS:
            self._forget(next(iter(self._kept)))

    def _forget(self, key: str) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._size -= len(gone.body)


def _may_keep(request: Request) -> bool:
    return request.method == "GET" and not _OWN_CONDITIONS & {name.lower() for name in request.headers}


def _is_keepable(answer: Answer) -> bool:
    headers = answer.headers
    if answer.status != 200 or len(answer.body) > _LARGEST or headers.get("vary", "").strip() == "*":
        return False
    return "no-store" not in headers.get("cache-control", "").lower() and bool(_conditions(headers))


def _conditions(headers: Mapping[str, str]) -> dict[str, str]:
    """Return what asks whether an answer has changed; what cannot be sent back, or would be too long, is left out."""
    told = {"if-none-match": headers.get("etag", ""), "if-modified-since": headers.get("last-modified", "")}
    return {
        name: value
        for name, value in told.items()
        if value and value.isascii() and value.isprintable() and len(value) <= _LONGEST_MARK
    }


def _key(request: Request) -> str:
    headers = {name.lower(): value for name, value in request.headers.items()}
    chosen = [headers.get(name, "") for name in _KEYED]
    return json.dumps([request.path, sorted(request.params.items()), chosen])
