"""How many requests a forge of the lab allows, and how it says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class RateWindow:
    """``limit`` requests in ``window_s`` seconds; ``names`` are the headers for limit, remaining, used and reset.

    ``refused_body`` is the answer beyond the limit, with ``refused_status``.
    """

    limit: int
    window_s: float
    names: Mapping[str, str]
    refused_body: Any
    refused_status: int
    now_s: Callable[[], float]
    _used: int = 0
    _began_s: float = field(default=0.0)

    def count(self) -> None:
        """Count one request."""
        self._renew()
        self._used += 1

    def is_used_up(self) -> bool:
        """Return whether nothing more is allowed before the window ends."""
        self._renew()
        return self._used >= self.limit

    def refusal(self) -> Any:
        """Return the body of a refusal."""
        return self.refused_body

    def refused_headers(self) -> dict[str, str]:
        """Return what a refusal adds: how long to wait."""
        return {"Retry-After": str(max(1, int(self._reset_s() - self.now_s())))} if "used" not in self.names else {}

    def headers(self) -> dict[str, str]:
        """Return what every answer tells."""
        facts = {
            "limit": str(self.limit),
            "remaining": str(max(0, self.limit - self._used)),
            "used": str(self._used),
            "observed": str(self._used),
            "near": str(self._used * 5 > self.limit * 4).lower(),
            "reset": str(int(self._reset_s())),
        }
        return {header: facts[fact] for fact, header in self.names.items()}

    def _reset_s(self) -> float:
        return self._began_s + self.window_s

    def _renew(self) -> None:
        now_s = self.now_s()
        if now_s >= self._reset_s() or now_s < self._began_s:
            self._began_s, self._used = now_s // self.window_s * self.window_s, 0
