"""Auditing one commit of one repository on this machine, in the calling process."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from console.audits.audit_run import RepositoryReport, run_audits
from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.checkout import Checkout
from console.domain.audit.audit_profile import OPEN_SOURCE, AuditProfile
from console.kernel.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from console.domain.audit.audit_name import AuditName
    from console.domain.audit.audit_result import AuditResult


def audit_locally(
    source: str,
    cache: Path,
    now_s: float,
    *,
    revision: str = "",
    baseline: str = "",
    audits: Collection[AuditName] = (),
    profile: AuditProfile = OPEN_SOURCE,
    told: Callable[[AuditResult], None] = lambda _: None,
) -> RepositoryReport:
    """Clone or update, write the files out, run the audits, and take the files away again.

    Raises ``UserError`` for a repository or revision that is not there and ``ConnectorError`` when git fails.
    """
    clone = bare_clone(source, cache / "clones")
    commit = clone.commit(revision)
    with tempfile.TemporaryDirectory(prefix="cell-console-audit-") as folder:
        checkout = Checkout(
            clone.folder,
            commit,
            Path(folder),
            now_s=now_s,
            baseline=clone.commit(baseline) if baseline else "",
            profile=profile,
            cache=private_folder(cache / "tools"),
        )
        return run_audits(checkout, source, audits, told)
