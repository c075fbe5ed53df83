"""Findings from what zizmor notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.outcome import by_share, not_applicable
from console.audits.tools.zizmor_run import has_workflows
from console.domain.audit.finding import Finding
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.audits.repository.checkout import Checkout
    from console.audits.tools.zizmor_run import WorkflowNote
    from console.domain.audit.rule_outcome import RuleOutcome
    from console.domain.audit.rule_severity import RuleSeverity


def workflow_outcome(
    checkout: Checkout,
    rule: str,
    severity: RuleSeverity | Callable[[WorkflowNote], RuleSeverity],
    notes: Iterable[WorkflowNote],
    patch: Callable[[WorkflowNote], str] = lambda _: "",
    others: Iterable[Finding] | None = None,
) -> RuleOutcome:
    """Return 1 / (1 + findings), all of one severity or each of its own; without a workflow it does not apply.

    ``others`` is what was found in the pipelines of other forges; ``None``: the rule reads none, or there are none.
    """
    if others is None and not has_workflows(checkout):
        return not_applicable(rule, t("There is no workflow of GitHub Actions."))
    found = [
        Finding(
            rule,
            severity(one) if callable(severity) else severity,
            one.path,
            one.line,
            evidence=(one.words or one.text)[:200],
            patch=patch(one),
            tool="zizmor",
        )
        for one in notes
    ]
    found += others or ()
    return by_share(rule, 1, 1 + len(found), found)
