"""What history is wanted."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from console.lab.backfill.span import Span

DAY_S = 86_400.0
_FORMAT = 2  # of what this package writes around the simulator's series


@dataclass(frozen=True, slots=True)
class HistoryRequest:
    """The history of one simulated estate up to ``end_s`` (unix seconds).

    ``days`` long with a sample every ``step_s`` seconds, the last ``fine_days`` with one every ``fine_step_s``.
    Towards the end they come ever closer, down to ``last_step_s`` (0: they do not), as live samples will.
    ``version`` names the simulator that makes it: another one makes another history.
    """

    seed: int
    nodes: int
    pods: int
    cells: int
    version: str
    end_s: float
    days: float = 90.0
    step_s: float = 300.0
    fine_days: float = 2.0
    fine_step_s: float = 60.0
    last_step_s: float = 0.0

    @property
    def key(self) -> str:
        """Return the name of its cache folder; the end is not part of it, because the cache is topped up."""
        scale = f"n{self.nodes}-p{self.pods}-c{self.cells}"
        steps = f"d{self.days:g}-t{self.step_s:g}-f{self.fine_days:g}-u{self.fine_step_s:g}"
        return f"{self.version_key}s{self.seed}-{scale}-{steps}"

    @property
    def version_key(self) -> str:
        """Return what the cache folders of this simulator begin with."""
        return f"v{_FORMAT}{self.version}-"

    @property
    def span(self) -> Span:
        """Return the wanted stretch of time."""
        return Span(self.end_s - self.days * DAY_S, self.end_s)

    def fine_days_until(self, at_s: float) -> float:
        """Return how many days before ``at_s`` belong to the finely sampled part."""
        fine_from_s = self.end_s - self.fine_days * DAY_S
        return max(0.0, (at_s - fine_from_s) / DAY_S)


@dataclass(frozen=True, slots=True)
class HistoryJob:
    """A request, the program that writes it (prometheus), the cache's root and the database that gets the blocks."""

    request: HistoryRequest
    program: str
    cache: Path
    blocks: Path

    def to_json(self) -> str:
        """Return one line of JSON."""
        paths = {"program": self.program, "cache": str(self.cache), "blocks": str(self.blocks)}
        return json.dumps({"request": asdict(self.request), **paths})

    @staticmethod
    def from_json(text: str) -> "HistoryJob":
        """Return the job that ``to_json`` described."""
        content: Mapping[str, Any] = json.loads(text)
        return HistoryJob(
            HistoryRequest(**content["request"]), content["program"], Path(content["cache"]), Path(content["blocks"])
        )
