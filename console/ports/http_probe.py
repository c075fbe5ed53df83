"""The probe port: asking an address whether it answers as it should."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class HttpQuestion:
    """``method`` is GET or HEAD; ``headers`` may hold secrets and are shown nowhere."""

    method: str
    url: str
    headers: Mapping[str, str]
    timeout_s: float


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """``body`` is the beginning of what came (bounded), as text."""

    status: int
    body: str
    seconds: float


class HttpProbe(Protocol):
    """Asks under the program's HTTP policy: verified TLS, bounded bodies, redirects within the origin only."""

    async def ask(self, question: HttpQuestion) -> HttpAnswer:
        """Return what was answered, whatever its status; raise ``ConnectorError`` when nothing was."""
