"""What a lab is started with."""

from dataclasses import dataclass
from pathlib import Path

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.outside.repository_options import RepositoryOptions


@dataclass(frozen=True, slots=True)
class LabOptions:
    """``speed`` is how many simulated seconds pass in a second; ``scenarios`` start with the lab.

    Its files go to ``folder``, else to the first of ``base``, ``base-2``, … that no other lab has. ``cache`` keeps
    written history. ``history_days`` of 0 means no history. Raises ``UserError`` for what cannot be.
    """

    base: Path
    cache: Path
    folder: Path | None = None
    seed: int = 1
    speed: float = 1.0
    nodes: int = 8
    pods: int = 130
    cells: int = 6
    scenarios: tuple[str, ...] = ()
    history_days: float = 90.0
    projects: int = 12

    @property
    def repositories(self) -> RepositoryOptions:
        """Return what the forges serve."""
        return RepositoryOptions(self.cache, self.seed, self.projects, self.speed)

    def __post_init__(self) -> None:
        if not 0.01 <= self.speed <= 10_000:
            raise UserError(t("The lab cannot run at {speed} times real time.", speed=f"{self.speed:g}"))
        if not 0 <= self.history_days <= 366:
            raise UserError(t("The lab can have 0 to 366 days of history, not {days}.", days=f"{self.history_days:g}"))
