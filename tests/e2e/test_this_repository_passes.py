"""The audits of this repository pass at the enterprise profile, what is not committed yet included. Proves G1.2."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from console.audits.audit_run import RepositoryReport, run_audits
from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.checkout import Checkout
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.rule_severity import RuleSeverity

ROOT = Path(__file__).resolve().parent.parent.parent
# What commits of the past were like no later commit can change: these two are only kept from failing.
_OF_THE_PAST = frozenset({AuditName.GIT, AuditName.PREDICTIVE})
pytestmark = pytest.mark.slow


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True).stdout


def _copied(folder: Path) -> Path:
    """Clone, and commit on top whatever the working copy has that is not ignored."""
    _git(ROOT, "clone", "-q", "--no-local", str(ROOT), str(folder))
    for path in _git(folder, "ls-files", "-z").split("\0"):
        if path and not (ROOT / path).is_file():
            (folder / path).unlink()
    for path in _git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if path and (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    _git(folder, "add", "-A")
    name = ("-c", "user.name=Tester", "-c", "user.email=tester@cell.example")
    _git(folder, *name, "commit", "-q", "--allow-empty", "-m", "What is being worked on")
    return folder


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> RepositoryReport:
    folder = tmp_path_factory.mktemp("own")
    clone = bare_clone(str(_copied(folder / "copy")), folder / "clones")
    (folder / "tree").mkdir()
    checkout = Checkout(
        clone.folder, clone.commit(), folder / "tree", now_s=time.time(), profile=ENTERPRISE, cache=folder / "cache"
    )
    return run_audits(checkout, "this repository")


@pytest.mark.parametrize("audit", list(AuditName))
def test_every_audit_passes(report: RepositoryReport, audit: AuditName) -> None:
    (result,) = (one for one in report.results if one.audit is audit)
    told = [f"{one.rule} {one.place}: {one.evidence}" for one in result.findings]
    allowed = {AuditStatus.PASSED, AuditStatus.WARNING} if audit in _OF_THE_PAST else {AuditStatus.PASSED}
    assert result.status in allowed, f"{audit} {result.score}:\n" + "\n".join(told)


def test_nothing_grave_is_open(report: RepositoryReport) -> None:
    grave = {RuleSeverity.CRITICAL, RuleSeverity.HIGH}
    assert [one for result in report.results for one in result.findings if one.severity in grave] == []
