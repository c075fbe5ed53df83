"""The edge cache of the lab: how much of it is cold, and how much shows the wrong proof."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.lab.edge.edge_identity import hex_id
from console.lab.simulator.edge_catalogue import ZONE

PARTS: Mapping[str, float] = {"cta": 0.22, "proof": 0.16, "issues": 0.26, "assets": 0.36}
"""What the cache holds, as shares of its hits: also tags, and the first segment of the paths."""
_MIXED_UP = ("cta", "proof")
_FILE = 0.002
_MOST_PURGES = 500
REFILL_S = 600.0
POISON_S = 60.0
EXPIRE_S = 4 * 3600.0
"""Entries that are wrong stay until they expire, unless they are purged."""


@dataclass(frozen=True, slots=True)
class Purge:
    """A purge that was accepted: what was named, and the share of the cache that went."""

    id: str
    at_s: float
    named: Mapping[str, Sequence[str] | bool]
    share: float


class EdgeCache:
    """`cold` and `poisoned` are shares from 0 to 1; both move with simulated time."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.cold = 0.0
        self.poisoned = 0.0
        self.purges: list[Purge] = []
        self._count = 0

    def step(self, dt_s: float, *, shared_keys: bool) -> None:
        """Let time pass: the cache fills, and with whatever its keys make of it."""
        self.cold *= math.exp(-dt_s / REFILL_S)
        if shared_keys:
            self.poisoned = 1.0 - (1.0 - self.poisoned) * math.exp(-dt_s / POISON_S)
        else:
            self.poisoned *= math.exp(-dt_s / EXPIRE_S)

    def purge(self, named: Mapping[str, Sequence[str] | bool], at_s: float) -> Purge:
        """Throw out what is named by files, tags, prefixes, hosts or purge_everything."""
        parts = {part: _covered(part, named) for part in PARTS}
        share = sum(PARTS[part] * covered for part, covered in parts.items())
        self.cold = 1.0 - (1.0 - self.cold) * (1.0 - share)
        # A pair is right again only when both of its halves are fetched anew.
        self.poisoned *= 1.0 - min(parts[part] for part in _MIXED_UP)
        self._count += 1
        done = Purge(hex_id(self._seed, f"purge/{self._count}"), at_s, dict(named), share)
        self.purges = [*self.purges, done][-_MOST_PURGES:]
        return done

    def drop_poison(self) -> None:
        """Forget every wrong entry (a scenario that is ended)."""
        self.poisoned = 0.0


def _covered(part: str, named: Mapping[str, Sequence[str] | bool]) -> float:
    """Share of a part of the cache that a purge throws out."""
    if named.get("purge_everything"):
        return 1.0
    for kind, names in named.items():
        if isinstance(names, bool):
            continue
        for name in names:
            if _holds(kind, name, part):
                return 1.0
    files = named.get("files", ())
    return min(1.0, _FILE * sum(f"/{part}/" in one for one in files)) if not isinstance(files, bool) else 0.0


def _holds(kind: str, name: str, part: str) -> bool:
    if kind == "tags":
        return name == part
    if kind == "hosts":
        return name in (ZONE, f"app.{ZONE}")
    if kind == "prefixes":
        host, _, path = name.partition("/")
        return host in (ZONE, f"app.{ZONE}") and (not path or part.startswith(path.strip("/")))
    return False
