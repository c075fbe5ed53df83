"""What happened in a run, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.runbooks.step_run import StepState
from console.kernel.i18n import t
from console.presenters.format import local_time
from console.presenters.retold import retold
from console.presenters.runbooks.runbook_word import step_word

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun


class RunMomentRow(NamedTuple):
    """Something that happened in a run; ``number`` counts from its beginning."""

    number: int
    at_s: float
    time: str
    what: str
    step: str
    note: str
    actor: str


def run_moment_rows(run: RunbookRun) -> tuple[RunMomentRow, ...]:
    """Return what happened, the newest first."""
    rows = [
        RunMomentRow(
            number, one.at_s, local_time(one.at_s), moment_word(one.word), one.step, retold(one.note), one.actor
        )
        for number, one in enumerate(run.moments)
    ]
    return tuple(reversed(rows))


def moment_word(word: str) -> str:
    """Return what happened in the user's language; a word that this version does not know as it is."""
    own = {
        "started": t("The run began"),
        "begun": t("Step begun"),
        "automatic": t("Runs to the end"),
        "let-on": t("Let on"),
        "asked": t("Asked"),
        "answered": t("Answered"),
        "approved": t("Consented"),
        "changing": t("Change begun"),
        "changed": t("Changed"),
        "held": t("Held up"),
        "retried": t("Tried again"),
        "went-back": t("Went back"),
        "recovering": t("Recovery begun"),
        "stopping": t("Told to stop"),
        "took-up": t("Put off before, taken up"),
        "taken": t("Taken up by another console"),
        "interrupted": t("Interrupted"),
        "deferred": t("Put off"),
        "left-out": t("Left out of the automatic run"),
        "rested": t("Rests"),
        "ended": t("Ended"),
    }
    if word in own:
        return own[word]
    return step_word(StepState(word))[0] if word in set(StepState) else word
