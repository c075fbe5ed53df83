"""What policies are told beside the change itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class BudgetFact:
    """An objective of a cell that is changed and the share of its error budget that is left (``None`` unknown)."""

    objective: str
    cell: str
    left: float | None


@dataclass(frozen=True, slots=True)
class CalendarFact:
    """An entry of a calendar that is on now; ``kind`` is freeze, maintenance, campaign or update, ``ends_s`` its end.

    ``cells`` are those that it is about, none: all of them.
    """

    title: str
    kind: str
    ends_s: float
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """``cells`` are those of the change. ``signers`` signed it and count, ``unsigned`` says why others do not.

    With ``signing`` the estate names operators, so that a second signature can be given. ``limits`` are by their name.
    """

    now_s: float
    cells: tuple[str, ...] = ()
    budgets: tuple[BudgetFact, ...] = ()
    calendar: tuple[CalendarFact, ...] = ()
    signing: bool = False
    signers: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)
