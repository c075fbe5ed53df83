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

    ``flows``: the body arrives for minutes in small pieces (a watch), so it gets a connection of its own.
    """

    method: str
    path: str
    params: Mapping[str, str | int | list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    form: Mapping[str, str | list[str]] | None = None
    idempotent: bool | None = None
    read_s: float | None = None
    total_s: float | None = None
    tries: int | None = None
    flows: bool = False

    @property
    def may_repeat(self) -> bool:
        """Return whether sending it twice does no harm."""
        return self.method in _IDEMPOTENT if self.idempotent is None else self.idempotent
