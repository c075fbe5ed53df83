"""The maturity of a cell: the highest level whose criteria, and all below it, are met."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class MaturityLevel(IntEnum):
    """``NONE``: not even what level 1 asks for is shown."""

    NONE = 0
    MANUAL = 1
    """One cell, run by hand, and seen."""
    AUTOMATIC = 2
    """Scales, releases and alerts by itself; nobody counts what it costs."""
    BALANCED = 3
    """Balanced over cells, with its costs and its carbon known and kept."""
    AUTONOMOUS = 4
    """Plans, decides and heals by rules that are proven; people look on."""


class Finding(NamedTuple):
    """One criterion: whether it is met (``None``: there is no evidence either way) and what that is known from."""

    key: str
    level: MaturityLevel
    met: bool | None
    evidence: str


class Assessment(NamedTuple):
    """The level of a cell with every finding, lowest level first."""

    cell: str
    level: MaturityLevel
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Finding, ...]:
        """Return what stands between the cell and level 4: not met, or without evidence."""
        return tuple(one for one in self.findings if not one.met)


def assess(cell: str, findings: Iterable[Finding]) -> Assessment:
    """Return the assessment of a cell; a criterion without evidence counts as not met."""
    ordered = tuple(sorted(findings, key=lambda one: one.level))
    reached = MaturityLevel.NONE
    for level in (one for one in MaturityLevel if one is not MaturityLevel.NONE):
        asked = [one for one in ordered if one.level is level]
        if not asked or not all(one.met for one in asked):
            break
        reached = level
    return Assessment(cell, reached, ordered)
