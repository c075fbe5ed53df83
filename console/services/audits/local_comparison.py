"""Comparing two branches, tags or commits of a repository by what the audits find in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.compared_run import ComparedReport, run_compared
from console.audits.outcome_book import OutcomeBook
from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.checkout import Checkout
from console.kernel.paths import private_folder
from console.services.audits.work_folder import work_folder

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from console.domain.audit.audit_name import AuditName
    from console.domain.audit.audit_profile import AuditProfile


def compare_locally(
    source: str,
    cache: Path,
    now_s: float,
    profile: AuditProfile,
    base: str,
    revision: str,
    audits: Collection[AuditName] = (),
) -> ComparedReport:
    """Clone or update, and audit both; raise ``UserError`` or ``ConnectorError``."""
    clone = bare_clone(source, cache / "clones")
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
        return run_compared(checkout, earlier, source, audits, OutcomeBook(cache / "outcomes"))
