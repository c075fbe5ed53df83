"""A request to the API as its parts see it, and what they answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from console.lab.edge.edge_refusal import EdgeRefusal

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ApiCall:
    """`at` are the parts of the path that vary, decoded; `now_s` is the lab's real time."""

    at: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    content_type: str
    now_s: float

    def json(self) -> dict[str, Any]:
        """The body as an object. Raises EdgeRefusal."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            raise EdgeRefusal(400, 6007, "Malformed JSON in request body") from None
        if not isinstance(value, dict):
            raise EdgeRefusal(400, 6007, "The request body must be an object")
        return value

    def number(self, name: str, usual: int, least: int, most: int) -> int:
        """A whole number of the query. Raises EdgeRefusal when it is none or out of bounds."""
        text = self.query.get(name, str(usual))
        if not text.isdigit() or not least <= int(text) <= most:
            raise EdgeRefusal(400, 1004, f"{name} must be a number from {least} to {most}")
        return int(text)


@dataclass(frozen=True, slots=True)
class Reply:
    """`result` goes into the usual envelope, `info` beside it; `raw` is an answer of its own with its content type."""

    result: object = None
    info: Mapping[str, object] | None = None
    raw: tuple[bytes, str] | None = None


def paged(
    call: ApiCall, items: Sequence[Item], usual: int = 20, least: int = 5, most: int = 50
) -> tuple[Sequence[Item], dict[str, object]]:
    """The items of the page that was asked for, and the `result_info` that goes with them."""
    size = call.number("per_page", usual, least, most)
    page = call.number("page", 1, 1, 1_000_000)
    chosen = items[(page - 1) * size : page * size]
    info: dict[str, object] = {
        "page": page,
        "per_page": size,
        "count": len(chosen),
        "total_count": len(items),
        "total_pages": -(-len(items) // size),
    }
    return chosen, info


def when(at_s: float) -> str:
    """A time as the API writes it."""
    return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
