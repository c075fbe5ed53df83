"""SRV01: workflows that run what strangers write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.ci_yaml import read_yaml
from console.audits.expression_writer import Writer, writer_of
from console.audits.tools.zizmor_run import workflow_notes
from console.audits.workflow_finding import workflow_outcome
from console.audits.workflow_part import workflow_parts
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.zizmor_run import WorkflowNote
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "SRV01"
_HEAD = re.compile(
    r"github\.event\.pull_request\.head|github\.head_ref|refs/pull/|workflow_run\.head_|pull_request\.merge_commit_sha"
)
_FETCHED = re.compile(
    rf"\b(ref|repository):[^\n]{{0,400}}({_HEAD.pattern}|github\.event\.number|issue\.number)|gh pr checkout"
    r"|refs/pull/\$\{\{"
)
_BY_NUMBER = re.compile(r"\bgit (fetch|pull)\b[^\n]{0,200}\bpull/[\"$]")
_BY_HAND = re.compile(r"\bgit (fetch|checkout|pull|merge|switch|worktree)\b")
_EXPRESSION = re.compile(r"\$\{\{\s*([^{}]+?)\s*\}\}")
_SETTING = re.compile(r"^[^\S\n]*(?:- )?([\w-]{1,80}):[^\n]{0,200}?\$\{\{([^{}\n]{1,300})\}\}", re.M)
_FROM_ENV = re.compile(r"\benv\.([\w-]+)")
_GROUPED = re.compile(r"^[^\S\n]*(?:- )?(group|name|title|run-name|if):[^\n]*$", re.M)
_OWN_CODE = re.compile(
    r"workflow_run\.event\s*==\s*'(push|schedule|release|workflow_dispatch)'|\bfork\s*==\s*false|![\w.]+\.fork\b"
    r"|(head|head_repository|repo)\.full_name\s*==\s*github\.repository\b"
)


def _check(checkout: Checkout) -> RuleOutcome:
    notes = workflow_notes(checkout, "dangerous-triggers", "template-injection", "insecure-commands", "github-env")
    harmful = [one for one in notes if _harms(checkout, one)]
    return workflow_outcome(checkout, _KEY, lambda one: _severity(checkout, one), harmful)


def _severity(checkout: Checkout, note: WorkflowNote) -> RuleSeverity:
    """Tell what strangers write from what people with rights do: refs, releases, the inputs of a workflow."""
    is_theirs = note.kind == "template-injection" and _writer(checkout, note) is Writer.PROJECT
    is_step = note.kind == "github-env" and not note.path.startswith(".github/workflows/")
    return RuleSeverity.HIGH if is_theirs or is_step else RuleSeverity.CRITICAL


def _harms(checkout: Checkout, note: WorkflowNote) -> bool:
    """A trigger alone harms nobody (it labels requests); it does where the workflow fetches what strangers wrote."""
    if note.kind == "dangerous-triggers":
        text = checkout.text(note.path)
        return any(_fetches(_GROUPED.sub("", one)) for one in _open_jobs(text, read_yaml(text).get("jobs")))
    if note.kind != "template-injection":
        return note.severity == "High"
    if note.severity == "High":
        return _writer(checkout, note) is not Writer.NOBODY
    return any(one in _strange_settings(checkout, note.path) for one in _FROM_ENV.findall(_told(checkout, note)))


def _told(checkout: Checkout, note: WorkflowNote) -> str:
    return " ".join(_EXPRESSION.findall(checkout.line(note.path, note.line)))


def _writer(checkout: Checkout, note: WorkflowNote) -> Writer:
    return writer_of(_EXPRESSION.findall(checkout.line(note.path, note.line)))


def _strange_settings(checkout: Checkout, path: str) -> frozenset[str]:
    """Return the variables of a workflow that hold what anybody may write."""

    def read() -> frozenset[str]:
        found = _SETTING.findall(checkout.text(path))
        return frozenset(name for name, told in found if "github." in told and writer_of([told]) is Writer.ANYBODY)

    return checkout.once(f"strange-settings-{path}", read)


def _open_jobs(text: str, jobs: object) -> list[str]:
    """Return a workflow without the jobs that run for what its own people wrote alone."""
    own = {name for name, one in jobs.items() if _is_closed(one)} if isinstance(jobs, dict) else set()
    parts = workflow_parts(text) if own else ()
    if not parts:
        return [text]
    top = "\n".join(text.split("\n")[: parts[0].line - 1])
    is_open = [one.text for one in parts if one.name not in own]
    return ["\n".join([top, *is_open])] if is_open else []


def _is_closed(job: object) -> bool:
    condition = str(job.get("if", "")) if isinstance(job, dict) else ""
    return "||" not in condition and _OWN_CODE.search(condition) is not None


def _fetches(text: str) -> bool:
    if _FETCHED.search(text) and "checkout" in text:
        return True
    return bool(_BY_HAND.search(text) and _HEAD.search(text)) or _BY_NUMBER.search(text) is not None


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
