"""The rollout book: the runs of the open estate in memory, each step of them in a journal first."""

from __future__ import annotations

from console.domain.change_event import RolloutChanged
from console.domain.rollouts.rollout_run import RolloutRun, read_run, run_form
from console.domain.trail_event import TrailEvent
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.journal_book import BookShape, JournalBook

_UNTOLD = frozenset({"found", "passed", "released", "clock-set-back"})


def _event(run: RolloutRun) -> TrailEvent | None:
    last = run.moments[-1]
    if last.word in _UNTOLD:
        return None
    body = {"step": run.step, "state": run.state.value, "way": run.way.value, "task": run.at, "plan": run.plan.name}
    return TrailEvent(
        f"rollout.{last.word.replace('-', '_')}",
        run.id,
        actor=last.actor,
        reason=run.reason,
        trace_id=run.trace_id,
        body=body | ({"change": run.pending} if run.pending else {}),
        once=f"{run.id}/{run.step}",
    )


def _is_going(run: RolloutRun, _now_s: float) -> bool:
    return not run.is_over


class RolloutBook(JournalBook[RolloutRun]):
    """Rollouts over cells; ``find`` raises ``UserError``."""

    shapes = (BookShape("rollout", RolloutRun, run_form, read_run, RolloutChanged, _event, _is_going),)

    def _missing(self, entry_id: str, *, several: bool) -> UserError:
        return UserError(
            t("{id} is the beginning of several rollouts.", id=repr(entry_id))
            if several
            else t("There is no rollout {id} of the estate {estate}.", id=repr(entry_id), estate=self.estate),
            t("List them with: cell-console rollout list"),
        )

    def show(self, run: RolloutRun) -> None:
        """Show what was found of a run between its steps; it is not worth a line of the journal."""
        if self._entries[run.id].step == run.step:
            self._know(run)
