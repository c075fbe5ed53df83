"""Preparing safe corrections of a repository on this machine; nothing reaches it unless a branch is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.corrections.correction_run import Correction, correct
from console.audits.repository.bare_clone import kept_clone
from console.audits.repository.checkout import Checkout
from console.kernel.paths import private_folder
from console.services.audits.work_folder import work_folder

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from console.audits.repository.bare_clone import BareClone
    from console.domain.audit.audit_profile import AuditProfile


def correct_locally(
    clone: BareClone,
    cache: Path,
    now_s: float,
    profile: AuditProfile,
    *,
    revision: str = "",
    baseline: str = "",
    rules: Collection[str] = (),
) -> Correction:
    """Audit, correct in a copy, audit again; raise ``UserError`` or ``ConnectorError``."""
    with work_folder(cache / "work") as folder:
        checkout = Checkout(
            clone.folder,
            clone.commit(revision),
            folder,
            now_s=now_s,
            baseline=clone.commit(baseline) if baseline else "",
            profile=profile,
            cache=private_folder(cache / "tools"),
        )
        return correct(checkout, clone.source, rules, lambda: work_folder(cache / "work"))


def correct_kept(
    source: str, commit: str, baseline: str, cache: Path, now_s: float, profile: AuditProfile, rules: Collection[str]
) -> Correction:
    """Correct what was audited, from the clone that is kept here; raise ``UserError`` or ``ConnectorError``."""
    clone = kept_clone(source, cache / "clones")
    return correct_locally(clone, cache, now_s, profile, revision=commit, baseline=baseline, rules=rules)
