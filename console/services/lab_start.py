"""How a lab is to be started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.lab.place import lab_cache, lab_folder

if TYPE_CHECKING:
    from pathlib import Path

    from console.kernel.paths import Paths


@dataclass(frozen=True, slots=True)
class LabStart:
    """``base`` is the lab's folder (``-2``, ``-3``, … are appended while other labs run), ``cache`` keeps history.

    ``speed`` is a multiple of real time; ``history_days`` of 0 means no history.
    """

    base: Path
    cache: Path
    seed: int = 1
    speed: float = 1.0
    nodes: int = 8
    pods: int = 130
    cells: int = 6
    scenarios: tuple[str, ...] = ()
    history_days: float = 90.0
    projects: int = 12

    @staticmethod
    def of_profile(paths: Paths) -> LabStart:
        """Return the default lab of a profile."""
        return LabStart(lab_folder(paths), lab_cache(paths))

    def arguments(self) -> tuple[str, ...]:
        """Return the arguments of ``cell-console``."""
        scenarios = [argument for scenario in self.scenarios for argument in ("--scenario", scenario)]
        return (
            *("lab", "--headless", "--control", "--base", str(self.base), "--cache", str(self.cache)),
            *("--seed", str(self.seed), "--speed", str(self.speed), "--history-days", str(self.history_days)),
            *("--nodes", str(self.nodes), "--pods", str(self.pods), "--cells", str(self.cells)),
            *("--projects", str(self.projects)),
            *scenarios,
        )
