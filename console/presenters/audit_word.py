"""The words for what audits say, in the current language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.finding import BaselineState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
