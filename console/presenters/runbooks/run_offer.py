"""What a person can say to a run now, and why the rest makes no sense."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.runbooks.question import Asks
from console.domain.runbooks.run_command import allowed
from console.domain.runbooks.runbook_run import RunState
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun

COMMANDS = ("go", "auto", "run-to", "retry", "skip", "defer", "back", "stop", "recover", "abort")


class Offer(NamedTuple):
    """A command with its title and what it does; ``why_not`` is empty when it can be given.

    ``fits``: the state of the run allows it, whatever step is chosen.
    """

    command: str
    title: str
    tip: str
    why_not: str
    fits: bool


def offers(run: RunbookRun, place: int, read_only: str = "") -> tuple[Offer, ...]:
    """Return every command for a run whose step at ``place`` is chosen; ``read_only`` forbids those that go on.

    What the state of the run does not allow at all is left to be hidden; ``why_not`` says why, too.
    """
    titles, tips = _titles(), _tips()
    forbidden = frozenset(COMMANDS) - {"stop", "abort"} if read_only and not run.is_dry else frozenset[str]()
    fitting = allowed(run)
    return tuple(
        Offer(
            one,
            titles[one],
            tips[one],
            _why_not(run, one, place) or (read_only if one in forbidden else ""),
            one.replace("-", "_") in fitting and one not in _asked(run),
        )
        for one in COMMANDS
    )


def _asked(run: RunbookRun) -> frozenset[str]:
    """Return the commands that the question of a run offers already."""
    question = run.present.question if run.state is RunState.WAITING and run.present is not None else None
    if question is None:
        return frozenset()
    return {Asks.OFFLINE: frozenset({"retry", "skip", "defer"}), Asks.CONFIRM: frozenset({"skip"})}.get(
        question.asks, frozenset()
    )


def _why_not(run: RunbookRun, command: str, place: int) -> str:
    if run.is_over:
        return t("The run is over.")
    if command.replace("-", "_") not in allowed(run):
        return _reason(run, command)
    if command == "back":
        return "" if 0 <= place < run.at else t("Choose a step before the present one.")
    if command == "run-to":
        return "" if run.at <= place < run.end else t("Choose a step that is still to come.")
    return ""


def _reason(run: RunbookRun, command: str) -> str:
    """Return why a command is not allowed, as far as the state alone says it."""
    if run.state is RunState.RUNNING:
        return t("It is running; stop it first.")
    reasons = {
        "stop": t("Nothing is running."),
        "retry": t("Only a step that failed can be tried again."),
        "defer": t("Only a step that has not been tried can be put off."),
        "back": t("It is at its first step."),
        "recover": t("It is recovering.") if run.is_recovering else t("The runbook has no recovery section."),
        "skip": t("No step is left."),
    }
    return reasons.get(command, t("Its present step needs you first."))


def _titles() -> dict[str, str]:
    return {
        "go": t("Next step"),
        "auto": t("Run to the end"),
        "run-to": t("Run to here"),
        "retry": t("Try again"),
        "skip": t("Skip …"),
        "defer": t("Put off …"),
        "back": t("Back to here"),
        "stop": t("Stop the step"),
        "recover": t("Recover …"),
        "abort": t("End the run …"),
    }


def _tips() -> dict[str, str]:
    return {
        "go": t("Carry the present step out, and rest before the one after it."),
        "auto": t("Go on by itself until something fails or asks you."),
        "run-to": t("Go on by itself up to and with the chosen step."),
        "retry": t("Carry the failed step out once more."),
        "skip": t("Leave the present step out; you say why, and the record keeps it."),
        "defer": t("Leave the present step for the end of the run, e.g. until there is a network again."),
        "back": t("Make the chosen step the present one again; what was done since is not undone by that."),
        "stop": t("End what the present step is doing."),
        "recover": t("Leave the steps and carry the recovery section out."),
        "abort": t("End the run here; its record says how far it came."),
    }
