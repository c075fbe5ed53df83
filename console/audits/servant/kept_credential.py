"""SRV04: checkouts that leave their credentials behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from console.audits.audit_rule import RULES, AuditRule, Mending
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

_KEY = "SRV04"
_USES = re.compile(r"^(?P<indent>\s*)(?P<dash>- )?uses:")
_PUSHES = re.compile(r"git push|git-auto-commit|create-pull-request|changesets/action|semantic-release", re.I)


def _check(checkout: Checkout) -> RuleOutcome:
    notes = [one for one in workflow_notes(checkout, "artipacked") if not _PUSHES.search(checkout.text(one.path))]
    notes = [msgspec.structs.replace(one, line=_uses_line(one)) for one in notes]
    return workflow_outcome(checkout, _KEY, RuleSeverity.MEDIUM, notes, lambda note: _patch(checkout, note))


def _uses_line(note: WorkflowNote) -> int:
    """Return the line of a step that names the action: a step may begin with its name."""
    rows = note.text.splitlines()
    return note.line + next((place for place, row in enumerate(rows) if _USES.match(row)), 0)


def _patch(checkout: Checkout, note: WorkflowNote) -> str:
    """Return the patch for a step that is only its ``uses``; one with settings of its own is for a person."""
    lines = checkout.text(note.path).splitlines(keepends=True)
    place = next((n for n in range(note.line - 1, min(note.line + 6, len(lines))) if _USES.match(lines[n])), -1)
    match = _USES.match(lines[place]) if place >= 0 else None
    if match is None or "with:" in note.text:
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
