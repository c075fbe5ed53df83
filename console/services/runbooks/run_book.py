"""The book of runs: what it needs to know of a run of a runbook."""

from __future__ import annotations

from console.domain.change_event import RunbookRunChanged
from console.domain.runbooks.runbook_run import RunbookRun, read_run, run_form
from console.domain.trail_event import TrailEvent
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.journal_book import BookShape, JournalBook

_BRIEF = frozenset({"let-on", "took-up"})
_MOST_SAID = 500
_WORDS = {"started": "begun"}


def _event(run: RunbookRun) -> TrailEvent | None:
    last = run.moments[-1]
    if last.word in _BRIEF:
        return None
    body: dict[str, object] = {"runbook": run.runbook, "plan": run.plan_digest}
    body |= {"state": run.state.value, "dry": run.is_dry}
    now = next((one for one in run.steps if one.name == last.step), None) if last.step else None
    if now is not None:
        tried = now.last
        body |= {"step": now.name, "attempt": now.attempt, "exit": tried.exit_code if tried is not None else None}
    if last.word == "ended":
        body |= {"outcome": run.outcome.value}
    word = _WORDS.get(last.word, last.word.replace("-", "_"))
    return TrailEvent(
        f"runbook.step_{word}" if last.step else f"runbook.{word}",
        run.id,
        actor=last.actor,
        reason=last.note[:_MOST_SAID] or run.reason,
        trace_id=run.trace_id,
        body=body,
        once=f"{run.id}/{run.step}",
    )


def _is_going(run: RunbookRun, _now_s: float) -> bool:
    return not run.is_over


class RunBook(JournalBook[RunbookRun]):
    """Runs of runbooks; ``find`` raises ``UserError``."""

    shapes = (BookShape("runbook", RunbookRun, run_form, read_run, RunbookRunChanged, _event, _is_going),)

    def _missing(self, entry_id: str, *, several: bool) -> UserError:
        return UserError(
            t("{id} is the beginning of several runs.", id=repr(entry_id))
            if several
            else t("There is no run {id} in this estate.", id=repr(entry_id)),
            t("List them with: cell-console runbook history"),
        )
