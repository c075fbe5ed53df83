"""Tasks as they go beyond this machine: with what they need of it, and without its folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.audits.dependencies.lock_file import lock_files, locked_packages
from console.audits.repository.checkout import Checkout
from console.domain.audit.advisory_excerpt import NamedPackage, advisory_excerpt
from console.domain.audit.audit_name import AuditName
from console.services.audits.work_folder import work_folder
from console.store.audits.advisory_book import AdvisoryBook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.audit.audit_task import AuditTask


def needs_preparation(task: AuditTask) -> bool:
    """Return whether ``travelling_task`` has to look into the repository."""
    return bool(task.advisories) and AuditName.SERVANT in task.audits


def travelling_task(task: AuditTask, cache: Path) -> AuditTask:
    """Return the task for a worker that has neither the clone nor the advisories of this machine.

    It takes along what the advisories say of the packages that its commit and its baseline lock, so that the result is
    the same as here. Blocks; raises ``ConsoleError``.
    """
    bare = replace(task, clone="", advisories="")
    if not needs_preparation(task):
        return bare
    book = AdvisoryBook(Path(task.advisories))
    commits = [one for one in (task.commit, task.baseline) if one]
    packages = [package for commit in commits for package in _locked(task, commit, cache)]
    return replace(bare, known=advisory_excerpt(book, packages))


def _locked(task: AuditTask, commit: str, cache: Path) -> Iterator[NamedPackage]:
    with work_folder(cache / "work") as folder:
        checkout = Checkout(Path(task.clone), commit, folder, now_s=0.0)
        for path in lock_files(checkout):
            for one in locked_packages(checkout, path):
                yield NamedPackage(one.ecosystem, one.name, one.version)
