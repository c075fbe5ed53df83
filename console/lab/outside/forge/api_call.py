"""A request to a forge's API, and the answer to it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import web


class ApiRefused(Exception):  # noqa: N818 - what happened
    """The answer is an error; ``value`` is its body in the forge's own form."""

    def __init__(self, status: int, value: Any) -> None:
        super().__init__(status)
        self.status = status
        self.value = value


@dataclass(frozen=True, slots=True)
class ApiCall:
    """``path`` holds the parts of the address that the route names, ``body`` the decoded JSON (``{}`` without).

    A body that is a list stands in it under ``items``.
    """

    request: web.BaseRequest
    path: Mapping[str, str]
    body: Mapping[str, Any]

    def query(self, name: str, default: str = "") -> str:
        """Return a parameter of the query."""
        return self.request.query.get(name, default)

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number of the query, at least 1."""
        text = self.query(name)
        return min(most, max(1, int(text))) if text.isdigit() else default


@dataclass(frozen=True, slots=True)
class ApiReply:
    """``value`` is written as JSON, bytes as text; ``None`` is no body at all."""

    value: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        """Return the body."""
        if isinstance(self.value, bytes):
            return self.value
        return b"" if self.value is None else json.dumps(self.value, separators=(",", ":")).encode()


Answerer: TypeAlias = Callable[[ApiCall], Awaitable[ApiReply]]
