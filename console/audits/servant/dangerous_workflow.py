"""SRV01: workflows that run what strangers write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.tools.zizmor_run import workflow_notes
from console.audits.workflow_finding import workflow_outcome
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.zizmor_run import WorkflowNote
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "SRV01"
_STRANGE = re.compile(
    r"github\.event\.pull_request\.head|github\.head_ref|refs/pull/|github\.event\.number|workflow_run\.head_|"
    r"pull_request\.merge_commit_sha|issue\.number"
)
_FETCHED = re.compile(rf"\b(ref|repository):[^\n]{{0,400}}({_STRANGE.pattern})|gh pr checkout|refs/pull/\$\{{\{{")
_BY_HAND = re.compile(r"\bgit (fetch|checkout|pull|merge|switch|worktree)\b")
_EXPRESSION = re.compile(r"\$\{\{\s*([^{}]+?)\s*\}\}")
_ASKED = re.compile(r"(github\.event\.)?inputs(\.[\w-]+|\[['\"][\w-]+['\"]\])$")
_OWN = re.compile(
    r"(github\.(action_path|workspace|repository|repository_owner|sha|run_id|run_number|token|server_url|api_url)"
    r"|(runner|secrets|matrix|env|vars|job|strategy|steps|needs)\.[\w.-]+)$"
)
_GROUPED = re.compile(r"^[^\S\n]*(group|name|title|run-name):[^\n]*$", re.M)


def _check(checkout: Checkout) -> RuleOutcome:
    notes = workflow_notes(checkout, "dangerous-triggers", "template-injection", "insecure-commands", "github-env")
    harmful = [one for one in notes if _harms(checkout, one)]
    return workflow_outcome(checkout, _KEY, lambda one: _severity(checkout, one), harmful)


def _severity(checkout: Checkout, note: WorkflowNote) -> RuleSeverity:
    """Tell what strangers write from the inputs of a workflow or an action, which its callers write."""
    told = [one for one in _EXPRESSION.findall(checkout.line(note.path, note.line)) if not _OWN.match(one)]
    is_input = note.kind == "template-injection" and bool(told) and all(_ASKED.match(one) for one in told)
    is_step = note.kind == "github-env" and not note.path.startswith(".github/workflows/")
    return RuleSeverity.HIGH if is_input or is_step else RuleSeverity.CRITICAL


def _harms(checkout: Checkout, note: WorkflowNote) -> bool:
    """A trigger alone harms nobody (it labels requests); it does where the workflow fetches what strangers wrote."""
    if note.kind == "dangerous-triggers":
        text = _GROUPED.sub("", checkout.text(note.path))
        is_fetched = bool(_FETCHED.search(text)) and "checkout" in text
        return is_fetched or bool(_BY_HAND.search(text) and _STRANGE.search(text))
    return note.severity == "High"


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.CRITICAL,
        title=lambda: t("Workflows do not run what strangers write"),
        why=lambda: t("Whoever opens a pull request runs commands with the secrets of the project."),
        mend=lambda: t(
            "Pass such values through env, and never check out a stranger's code in pull_request_target or "
            "workflow_run."
        ),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
