"""SRV02: tokens of workflows that may do more than they need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.ci_yaml import read_yaml
from console.audits.file_patch import mended_patch
from console.audits.tools.zizmor_run import workflow_notes
from console.audits.workflow_finding import workflow_outcome
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.zizmor_run import WorkflowNote
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "SRV02"
_USES_TOKEN = re.compile(
    r"GITHUB_TOKEN|github\.token|\bgh \w|github-script|release|deploy|publish|pages|packages|label|push", re.I
)
_DEFAULT = "default permissions"
_JOBS = re.compile(r"^jobs\s*:", re.M)


def _check(checkout: Checkout) -> RuleOutcome:
    notes = [one for one in workflow_notes(checkout, "excessive-permissions") if _is_wide(one)]
    notes = [one for one in notes if _DEFAULT not in one.words or not _are_all_narrow(checkout, one.path)]
    first = {one.path: one for one in reversed(notes) if _DEFAULT in one.words}  # each of its jobs has them
    kept = [one for one in notes if _DEFAULT not in one.words or first[one.path] is one]
    return workflow_outcome(checkout, _KEY, RuleSeverity.HIGH, kept, lambda note: _patch(checkout, note))


def _is_wide(note: WorkflowNote) -> bool:
    """What may only read changes nothing."""
    return note.severity in {"High", "Medium"} and "read-all" not in note.words


def _are_all_narrow(checkout: Checkout, path: str) -> bool:
    """Return whether each job says itself what it may do: then nothing has the default."""
    jobs = read_yaml(checkout.text(path)).get("jobs")
    return isinstance(jobs, dict) and all(isinstance(one, dict) and "permissions" in one for one in jobs.values())


def _patch(checkout: Checkout, note: WorkflowNote) -> str:
    """Return the line that is missing, where no step seems to write with the token."""
    text = checkout.text(note.path)
    jobs = _JOBS.search(text)
    if jobs is None or re.search(r"^[^\S\n]*permissions\s*:", text, re.M) or _USES_TOKEN.search(text):
        return ""
    new = f"{text[: jobs.start()]}permissions:\n  contents: read\n\n{text[jobs.start() :]}"
    return mended_patch(checkout, note.path, text, new)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.HIGH,
        title=lambda: t("Tokens of workflows may do only what they need"),
        why=lambda: t("A step that was taken over can then change the code itself."),
        mend=lambda: t("Set “permissions: contents: read” at the top, and more only in the job that needs it."),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
    )
)
