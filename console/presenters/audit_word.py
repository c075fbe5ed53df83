"""The words for what audits say, in the current language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.finding import BaselineState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.audit.audit_profile import AuditProfile

_AUDITS: Mapping[AuditName, Callable[[], str]] = {
    AuditName.INTEGRITY: lambda: t("Integrity"),
    AuditName.TDD: lambda: t("Tests first"),
    AuditName.FLOW: lambda: t("Flow"),
    AuditName.SAGES: lambda: t("Knowledge"),
    AuditName.GIT: lambda: t("Git"),
    AuditName.SERVANT: lambda: t("Automation"),
    AuditName.STRICT: lambda: t("Code rules"),
    AuditName.PREDICTIVE: lambda: t("Prediction"),
}
_STATUSES: Mapping[AuditStatus, Callable[[], str]] = {
    AuditStatus.PASSED: lambda: t("passed"),
    AuditStatus.WARNING: lambda: t("warning"),
    AuditStatus.FAILED: lambda: t("failed"),
    AuditStatus.NOT_RUN: lambda: t("not run"),
}
_SEVERITIES: Mapping[RuleSeverity, Callable[[], str]] = {
    RuleSeverity.CRITICAL: lambda: t("critical"),
    RuleSeverity.HIGH: lambda: t("high"),
    RuleSeverity.MEDIUM: lambda: t("medium"),
    RuleSeverity.LOW: lambda: t("low"),
}
_BASELINES: Mapping[BaselineState, Callable[[], str]] = {
    BaselineState.NEW: lambda: t("new"),
    BaselineState.UNCHANGED: lambda: t("unchanged"),
    BaselineState.UPDATED: lambda: t("updated"),
    BaselineState.ABSENT: lambda: t("gone"),
}


def status_word(status: AuditStatus) -> str:
    """Return the word for an audit's status."""
    return _STATUSES[status]()


def severity_word(severity: RuleSeverity) -> str:
    """Return the word for a rule's severity."""
    return _SEVERITIES[severity]()


def baseline_word(state: BaselineState) -> str:
    """Return the word for what a finding is against the baseline."""
    return _BASELINES[state]()


def audit_word(audit: AuditName) -> str:
    """Return what an audit is about, as people say it."""
    return _AUDITS[audit]()


def audit_question(audit: AuditName) -> str:
    """Return what an audit asks of a repository."""
    return {
        AuditName.INTEGRITY: t("Does the repository say what is true?"),
        AuditName.TDD: t("Do tests accompany change?"),
        AuditName.FLOW: t("Does change go through the declared stages?"),
        AuditName.SAGES: t("Is knowledge kept?"),
        AuditName.GIT: t("Is the history clean?"),
        AuditName.SERVANT: t("Are automation and bots safe and alive?"),
        AuditName.STRICT: t("Does the code keep its rules?"),
        AuditName.PREDICTIVE: t("Where will the next fixes be? It informs and never fails."),
    }[audit]


def profile_word(profile: AuditProfile) -> str:
    """Return a profile's name with its strictness in per cent."""
    names = {"startup": t("startup"), "enterprise": t("enterprise"), "open-source": t("open source")}
    return f"{names.get(profile.key, profile.key)} · {round(100 * profile.strictness)} %"
