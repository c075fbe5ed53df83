"""Back-off with jitter between tries of something that fails."""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Backoff:
    """Waits that double from ``first_s`` to ``most_s`` seconds, spread by ±20 % so that clients do not gang up."""

    first_s: float = 0.5
    most_s: float = 30.0
    spread: random.Random = field(default_factory=random.Random)
    _tries: int = 0

    def next_s(self) -> float:
        """Return the next wait in seconds."""
        wait_s = min(self.most_s, self.first_s * 2.0**self._tries)
        self._tries = min(self._tries + 1, 30)
        return wait_s * self.spread.uniform(0.8, 1.2)

    def reset(self) -> None:
        """Begin anew after a success."""
        self._tries = 0
