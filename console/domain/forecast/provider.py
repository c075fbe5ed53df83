"""What a way of forecasting offers: paths of the level that a back-test can choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from console.domain.forecast.day_grid import DayGrid
    from console.domain.forecast.week_profile import WeekProfile


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What is known up to an origin, on the additive scale; ``grid`` has at least one day."""

    grid: DayGrid
    profile: WeekProfile


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Levels of the days ahead by name, and ``shape[weekday, slot]`` to put on them."""

    levels: Mapping[str, NDArray[np.float64]]
    shape: NDArray[np.float64]

    def level(self, name: str) -> NDArray[np.float64]:
        """Return a path by name; the mean of all where this past was too little for that one."""
        found = self.levels.get(name)
        return found if found is not None else np.mean(list(self.levels.values()), axis=0)


class Provider(Protocol):
    """A way of forecasting.

    ``blend`` is how many of its best paths are averaged, ``origins`` the most points of the past that it is tried
    from: dear ones are tried from few. ``growing`` names those paths that grow, first the one whose growth never
    fades. Its error must be smaller by ``lead`` than that of the providers before it to be chosen instead.
    """

    key: str
    blend: int
    origins: int
    growing: tuple[str, ...]
    lead: float

    def paths(self, past: Past, days: int) -> Paths:
        """Return the paths of the next days; none when this past is too little for it. Deterministic."""
