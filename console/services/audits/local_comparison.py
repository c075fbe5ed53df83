"""Comparing two branches, tags or commits of a repository by what the audits find in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.compared_run import ComparedReport, run_compared
from console.audits.outcome_book import OutcomeBook
from console.audits.repository.bare_clone import kept_clone
from console.audits.repository.checkout import Checkout
from console.audits.repository.git_reading import git_output
from console.kernel.paths import private_folder
from console.services.audits.work_folder import work_folder

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from console.audits.repository.bare_clone import BareClone
    from console.domain.audit.audit_name import AuditName
    from console.domain.audit.audit_profile import AuditProfile


def compare_locally(
    clone: BareClone,
    cache: Path,
    now_s: float,
    profile: AuditProfile,
    base: str,
    revision: str,
    audits: Collection[AuditName] = (),
) -> ComparedReport:
    """Audit both; raise ``UserError`` or ``ConnectorError``."""
    with work_folder(cache / "work") as folder, work_folder(cache / "work") as earlier:
        checkout = Checkout(
            clone.folder,
            clone.commit(revision),
            folder,
            now_s=now_s,
            baseline=clone.commit(base),
            profile=profile,
            cache=private_folder(cache / "tools"),
        )
        return run_compared(checkout, earlier, clone.source, audits, OutcomeBook(cache / "outcomes"))


def compare_kept(
    source: str, cache: Path, now_s: float, profile: AuditProfile, base: str, revision: str
) -> ComparedReport:
    """Compare two branches of the clone that is kept here, as they were fetched last; raises as the other does."""
    clone = kept_clone(source, cache / "clones", whole=True)
    return compare_locally(clone, cache, now_s, profile, base, revision)


def kept_branches(source: str, cache: Path) -> tuple[str, ...]:
    """Return the branches of the clone that is kept here, the newest first, at most 200; raise as the others do."""
    folder = kept_clone(source, cache / "clones").folder
    told = git_output(
        folder, "for-each-ref", "--count=200", "--sort=-committerdate", "--format=%(refname:short)", "refs/heads"
    )
    return tuple(told.decode("utf-8", "replace").splitlines())
