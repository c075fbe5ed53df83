"""Two runs side by side: the same steps, and what differed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration
from console.presenters.runbooks.run_rows import step_rows

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.presenters.runbooks.run_rows import StepRow


class RunSide(NamedTuple):
    """A run with its plan (``None``: it cannot be read any more)."""

    run: RunbookRun
    plan: RunPlan | None


class ComparedRow(NamedTuple):
    """One step in both runs; a side that has not this step is a dash. ``apart_s``: how much longer the second took."""

    name: str
    title: str
    left: str
    left_health: Health | None
    left_took: str
    left_took_s: float | None
    right: str
    right_health: Health | None
    right_took: str
    right_took_s: float | None
    apart: str
    apart_s: float | None
    difference: str
    is_different: bool


def compared_rows(left: RunSide, right: RunSide, now_s: float) -> tuple[ComparedRow, ...]:
    """Return the steps of both in the order of the left one, those that only the right one has behind them."""
    mine = {row.name: row for row in step_rows(left.run, left.plan, now_s)}
    theirs = {row.name: row for row in step_rows(right.run, right.plan, now_s)}
    return tuple(_row(mine.get(name), theirs.get(name)) for name in dict.fromkeys((*mine, *theirs)))


def _row(left: StepRow | None, right: StepRow | None) -> ComparedRow:
    either = left or right
    assert either is not None
    differs, apart_s = _difference(left, right), _apart_s(left, right)
    return ComparedRow(
        name=either.name,
        title=either.title,
        left=left.word if left is not None else UNKNOWN,
        left_health=left.health if left is not None else None,
        left_took=left.took if left is not None else UNKNOWN,
        left_took_s=left.took_s if left is not None else None,
        right=right.word if right is not None else UNKNOWN,
        right_health=right.health if right is not None else None,
        right_took=right.took if right is not None else UNKNOWN,
        right_took_s=right.took_s if right is not None else None,
        apart=_apart(apart_s),
        apart_s=apart_s,
        difference=differs,
        is_different=bool(differs),
    )


def _difference(left: StepRow | None, right: StepRow | None) -> str:
    if left is None or right is None:
        return t("only in the second") if left is None else t("only in the first")
    if left.step.state is not right.step.state:
        return f"{left.word} → {right.word}"
    if left.planned is not None and right.planned is not None and left.planned.input != right.planned.input:
        return t("another input")
    if left.told != right.told:
        return f"{left.told} → {right.told}"
    return ""


def _apart_s(left: StepRow | None, right: StepRow | None) -> float | None:
    ends = [row.step.last if row is not None else None for row in (left, right)]
    if ends[0] is None or ends[1] is None:
        return None
    return (ends[1].ended_s - ends[1].begun_s) - (ends[0].ended_s - ends[0].begun_s)


def _apart(apart_s: float | None) -> str:
    return UNKNOWN if apart_s is None else f"{'−' if apart_s < 0 else '+'}{duration(abs(apart_s))}"


def compared_values(left: RunbookRun, right: RunbookRun) -> tuple[tuple[str, str, str], ...]:
    """Return the parameters whose values differ: name, first, second."""
    names = dict.fromkeys((*left.values, *right.values))
    found = ((name, left.values.get(name, UNKNOWN), right.values.get(name, UNKNOWN)) for name in names)
    return tuple((name, str(mine), str(theirs)) for name, mine, theirs in found if mine != theirs)
