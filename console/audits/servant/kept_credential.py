"""SRV04: checkouts that leave their credentials behind."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.file_patch import mended_patch
from console.audits.tools.zizmor_run import workflow_notes
from console.audits.workflow_finding import workflow_outcome
from console.audits.workflow_part import WorkflowPart, workflow_parts
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.zizmor_run import WorkflowNote
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "SRV04"
_USES = re.compile(r"^(?P<indent>\s*)(?P<dash>- )?uses:")
_PUSHES = re.compile(
    r"git push|git-auto-commit|create-pull-request|changesets/action|semantic-release|\bgh-deploy\b|\bmike deploy\b"
    r"|\blerna (publish|version)\b|\brelease:(prepare|perform)\b|\bcargo release\b|add-and-commit|\brelease-it\b"
    r"|\bnx release\b|\bauto shipit\b",
    re.I,
)
_READS = re.compile(r"\bgit (fetch|pull|clone|submodule|lfs|ls-remote)\b")
_FILE = re.compile(r"(?<![\w./-])(?:\./)?([\w-]+(?:[/.][\w-]+)+)")
_COMMENT = re.compile(r"(^|\s)#[^\n]*")
_MOST_NAMED = 50


def _check(checkout: Checkout) -> RuleOutcome:
    notes = [one for one in workflow_notes(checkout, "artipacked") if not _pushes(checkout, one)]
    notes = [msgspec.structs.replace(one, line=_uses_line(one)) for one in notes]
    return workflow_outcome(checkout, _KEY, RuleSeverity.MEDIUM, notes, lambda note: _patch(checkout, note))


def _job(checkout: Checkout, note: WorkflowNote) -> WorkflowPart:
    """Return the job of a checkout; an action is all that it says."""
    parts = checkout.once(f"workflow-parts-{note.path}", lambda: workflow_parts(checkout.text(note.path)))
    place = bisect_right(parts, note.line, key=lambda one: one.line)
    return parts[place - 1] if place else WorkflowPart("", 0, checkout.text(note.path))


def _pushes(checkout: Checkout, note: WorkflowNote) -> bool:
    """Return whether a job, or a script of the repository that it names, writes to the repository afterwards."""
    job = _job(checkout, note)

    def read() -> bool:
        text = _COMMENT.sub(" ", job.text)
        named = {one for one in _FILE.findall(text) if one in checkout.paths}
        return any(_PUSHES.search(one) for one in (text, *map(checkout.text, sorted(named)[:_MOST_NAMED])))

    return checkout.once(f"pushes-{note.path}-{job.line}", read)


def _reads(checkout: Checkout, note: WorkflowNote) -> bool:
    """Return whether a later step asks for more of a repository: of one that is not public, with the credentials."""
    job = _job(checkout, note)
    return checkout.once(f"reads-{note.path}-{job.line}", lambda: _READS.search(job.text) is not None)


def _uses_line(note: WorkflowNote) -> int:
    """Return the line of a step that names the action: a step may begin with its name."""
    rows = note.text.splitlines()
    return note.line + next((place for place, row in enumerate(rows) if _USES.match(row)), 0)


def _patch(checkout: Checkout, note: WorkflowNote) -> str:
    """Return the patch for a step that is only its ``uses``; with settings, or where it is needed, a person has to."""
    lines = checkout.text(note.path).splitlines(keepends=True)
    place = next((n for n in range(note.line - 1, min(note.line + 6, len(lines))) if _USES.match(lines[n])), -1)
    match = _USES.match(lines[place]) if place >= 0 else None
    if match is None or "with:" in note.text or _reads(checkout, note):
        return ""
    indent = match["indent"] + ("  " if match["dash"] else "")
    added = f"{indent}with:\n{indent}  persist-credentials: false\n"
    return mended_patch(checkout, note.path, "".join(lines), "".join([*lines[: place + 1], added, *lines[place + 1 :]]))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.MEDIUM,
        title=lambda: t("Checkouts leave no credentials behind"),
        why=lambda: t("Every later step, and every artefact of the folder, holds the token."),
        mend=lambda: t("Set “persist-credentials: false” at the checkout."),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
    )
)
