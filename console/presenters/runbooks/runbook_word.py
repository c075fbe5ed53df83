"""The words of runbooks: what a state of a run or a step is called, and how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.runbooks.runbook_run import RunOutcome, RunState
from console.domain.runbooks.section import Section
from console.domain.runbooks.step_run import StepState
from console.domain.severity import Severity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun

_SEVERITIES = {Severity.INFO: Health.OK, Severity.WARNING: Health.WARNING, Severity.CRITICAL: Health.CRITICAL}


def severity_word(severity: Severity) -> tuple[str, Health]:
    """Return how bad it is what a runbook is for, and how that looks."""
    words = {
        Severity.INFO: t("Information"),
        Severity.WARNING: t("Warning"),
        Severity.CRITICAL: t("Critical"),
    }
    return words[severity], _SEVERITIES[severity]


def section_word(section: Section) -> str:
    """Return the translated name of a section."""
    return {
        Section.PREMISE: t("Premise"),
        Section.STEPS: t("Steps"),
        Section.VERIFICATION: t("Verification"),
        Section.RECOVERY: t("Recovery"),
    }[section]


def step_word(state: StepState) -> tuple[str, Health]:
    """Return the state of a step in a word, and how it looks."""
    return {
        StepState.PENDING: (t("Not yet"), Health.UNKNOWN),
        StepState.RUNNING: (t("Running"), Health.UNKNOWN),
        StepState.ASKED: (t("Asks you"), Health.WARNING),
        StepState.PASSED: (t("Passed"), Health.OK),
        StepState.FAILED: (t("Failed"), Health.CRITICAL),
        StepState.CANCELLED: (t("Stopped"), Health.WARNING),
        StepState.SKIPPED: (t("Skipped"), Health.WARNING),
        StepState.DEFERRED: (t("Put off"), Health.WARNING),
        StepState.PASSED_OVER: (t("Passed over"), Health.UNKNOWN),
        StepState.UNKNOWN: (t("Interrupted"), Health.WARNING),
    }[state]


def run_state_word(run: RunbookRun) -> tuple[str, Health]:
    """Return the state of a run, or what it came to, in a word, and how it looks."""
    if run.is_over:
        return {
            RunOutcome.SUCCEEDED: (t("Succeeded"), Health.OK),
            RunOutcome.UNVERIFIED: (t("Done, not verified"), Health.WARNING),
            RunOutcome.RECOVERED: (t("Recovered"), Health.WARNING),
            RunOutcome.FAILED: (t("Failed"), Health.CRITICAL),
            RunOutcome.ABORTED: (t("Ended early"), Health.WARNING),
        }.get(run.outcome, (t("Ended"), Health.UNKNOWN))
    if run.state is RunState.RUNNING and run.why:
        return t("Held up"), Health.WARNING
    return {
        RunState.RUNNING: (t("Running"), Health.UNKNOWN),
        RunState.RESTING: (t("Waits for the next step"), Health.UNKNOWN),
        RunState.WAITING: (t("Asks you"), Health.WARNING),
        RunState.FAILED: (t("A step failed"), Health.CRITICAL),
    }.get(run.state, (t("Running"), Health.UNKNOWN))


def kind_word(kind: str) -> str:
    """Return what a kind of steps is called; one that this version does not know as it is."""
    return {
        "shell": t("Script"),
        "promql": t("Metric check"),
        "http": t("HTTP check"),
        "kubectl": t("Look at the cluster"),
        "change": t("Change"),
        "confirm": t("Confirmation"),
        "decide": t("Decision"),
        "wait": t("Wait"),
        "parallel": t("At the same time"),
        "runbook": t("Runbook"),
        "notify": t("Message"),
        "approve": t("Consent"),
        "job": t("Job"),
    }.get(kind, kind)


def origin_word(origin: str) -> str:
    """Return whose a runbook is."""
    return {
        "shipped": t("Shipped with the console"),
        "estate": t("Of the estate"),
        "user": t("Yours"),
    }.get(origin, origin)
