"""A cell as one line of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.domain.layer import Layer
    from console.presenters.figure import Figure

ATTAINMENT = "slo_attainment"


class LayerMark(NamedTuple):
    """The health of one layer and what it rests on, for the row of six marks."""

    layer: Layer
    health: Health
    reasons: tuple[str, ...]


class CellRow(NamedTuple):
    """One cell; ``reasons`` explain its health, ``shape`` says why it is not one scaling unit (empty: it is).

    ``figures`` are as measured, ``budget`` is what is left of the worst error budget (``None``: no objective is known).
    """

    key: str
    title: str
    kind: str
    place: str
    team: str
    health: Health
    reasons: tuple[str, ...]
    shape: tuple[str, ...]
    figures: tuple[Figure, ...]
    layers: tuple[LayerMark, ...]
    pods: str
    unit: str
    budget: Figure | None

    @property
    def slo(self) -> Figure:
        """Return how promises are kept: the worst budget, else the attainment."""
        return self.budget or self.figure(ATTAINMENT)

    @property
    def shown(self) -> tuple[Figure, ...]:
        """Return the figures for people: the worst budget stands where the attainment would."""
        return tuple(self.slo if one.key == ATTAINMENT else one for one in self.figures)

    def figure(self, key: str) -> Figure:
        """Return one of the row's figures."""
        return next(one for one in self.figures if one.key == key)
