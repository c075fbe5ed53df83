"""A request as the HTTP policy takes it, and a complete answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask; ``idempotent`` (default: by method) allows tries after the first. Times are seconds.

    ``path`` is below the endpoint's address, or a whole address of the same origin (the next page). The body is one of
    ``content`` (bytes), ``form`` and ``json`` (anything msgspec can encode).
    ``flows``: the body is very large, or arrives for minutes in small pieces (a watch), so it is read in bulk.
    """

    method: str
    path: str
    params: Mapping[str, str | int | list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    form: Mapping[str, str | list[str]] | None = None
    json: object = None
    idempotent: bool | None = None
    read_s: float | None = None
    total_s: float | None = None
    tries: int | None = None
    most_bytes: int | None = None
    flows: bool = False

    @property
    def may_repeat(self) -> bool:
        """Return whether sending it twice does no harm."""
        return self.method in _IDEMPOTENT if self.idempotent is None else self.idempotent
