"""A correction as a change: a new branch with a pull request on the forge of its project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.repository.bare_clone import kept_clone
from console.audits.repository.git_reading import git_output
from console.domain.operations.propose_branch import ProposeBranch
from console.estate.forge_place import project_place
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.corrections.correction_run import Correction
    from console.estate.schema.estate import Estate


def proposed_correction(
    estate: Estate, project: str, correction: Correction, cache: Path, *, base: str = ""
) -> ProposeBranch:
    """Return what would push a proven correction and open a pull request of it. Blocks; raises ``UserError``.

    ``base`` is the branch that was audited; empty: that of the project, else the one that HEAD names.
    """
    if not correction.patch:
        raise UserError(t("Nothing can be corrected safely."), t("Choose other rules."))
    found = next((one for one in estate.projects if one.key == project), None)
    if found is None:
        raise UserError(
            t("{project} is no project of the estate.", project=repr(project)), t("Import it, then audit it again.")
        )
    place = project_place(estate, found)
    clone = kept_clone(found.url, cache / "clones")
    made = [one for one in correction.rules if not one.refused and one.findings]
    rules = ", ".join(one.rule for one in made)
    body = "\n".join(
        t("{rule}: findings corrected: {count}, lines changed: {lines}.", rule=one.rule, count=len(one.findings),
          lines=one.lines)
        for one in made
    )  # fmt: skip
    told = t("Another audit of the corrected copy found nothing new. Nothing of the repository was executed.")
    return ProposeBranch(
        place.provider.key, place.repository.path, found.url,
        f"console-audit/{'-'.join(one.rule for one in made[:3])}-{correction.base[:8]}",
        base or found.branch or _main(clone.folder), correction.tip, str(clone.folder.resolve()),
        t("Correct what the audit found: {rules}", rules=rules)[:200], f"{body}\n\n{told}",
    )  # fmt: skip


def _main(folder: Path) -> str:
    return git_output(folder, "symbolic-ref", "--short", "HEAD").decode("utf-8", "replace").strip()
