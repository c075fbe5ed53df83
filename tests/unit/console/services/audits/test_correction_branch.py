"""Corrections reach a new branch of a working copy and nothing else; sources are read from the kept clone. (G1.2)"""

from pathlib import Path

import pytest

from console.audits.corrections.commit_chain import PlannedCommit, make_commits, patch_series
from console.audits.corrections.correction_run import Correction
from console.audits.repository.bare_clone import bare_clone, kept_clone
from console.kernel.errors import ConnectorError, UserError
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.correction_branch import put_on_branch
from console.services.audits.local_comparison import kept_branches
from console.services.audits.source_text import commit_text, source_text
from tests.fakes.planted_repository import NOW_S, PlantedRepository

HOSTILE = "src/<b>bold</b>\nname.py"
FILES: dict[str, str | bytes] = {
    "src/app.py": "import os\nimport json\n\n\nprint(json.dumps([]))\n",
    HOSTILE: "VALUE = 1\n",
    "logo.png": b"\x89\0\0",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    """A repository with an unused import; its hook would tell that something ran."""
    made = PlantedRepository(tmp_path_factory.mktemp("branches") / "shop")
    made.commit(FILES)
    hook = made.folder / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {made.folder}/hook-ran\n")
    hook.chmod(0o755)
    return made


@pytest.fixture(scope="module")
def places(planted: PlantedRepository, tmp_path_factory: pytest.TempPathFactory) -> AuditPlaces:
    """Where the clone of it is kept."""
    folder = tmp_path_factory.mktemp("places")
    found = AuditPlaces(folder / "cache", folder / "results", folder / "book")
    bare_clone(str(planted.folder), found.cache / "clones")
    return found


def corrected(planted: PlantedRepository, places: AuditPlaces) -> Correction:
    """A correction as the run makes it: a commit in our own clone."""
    folder, base = kept_clone(str(planted.folder), places.cache / "clones").folder, planted.git("rev-parse", "main")
    planned = PlannedCommit("STR08: unused import", {"src/app.py": ("100644", "import json\n")})
    tip = make_commits(folder, base, [planned], NOW_S, f"trial-{base}")
    return Correction(base, tip, patch_series(folder, base, tip), ())


def test_a_correction_comes_to_a_new_branch_and_touches_nothing_that_is_checked_out(
    planted: PlantedRepository, places: AuditPlaces
) -> None:
    source, made = str(planted.folder), corrected(planted, places)
    before = (planted.git("status", "--porcelain"), planted.git("rev-parse", "HEAD"))
    assert "-import os" in made.patch
    put_on_branch(places, source, made, planted.folder, "audit/str08")
    assert (planted.git("status", "--porcelain"), planted.git("rev-parse", "HEAD")) == before
    assert "import os" not in planted.git("show", "audit/str08:src/app.py")
    assert not (planted.folder / "hook-ran").exists()
    with pytest.raises(UserError, match="already"):
        put_on_branch(places, source, made, planted.folder, "audit/str08")
    for name in ("-x", "a..b", "", "@{-1}", "refs/../x"):
        with pytest.raises((UserError, ConnectorError)):
            put_on_branch(places, source, made, planted.folder, name)
    with pytest.raises(UserError, match="no Git repository"):
        put_on_branch(places, source, made, places.results, "audit/other")


def test_a_working_copy_of_another_project_is_refused(
    planted: PlantedRepository, places: AuditPlaces, tmp_path: Path
) -> None:
    other = PlantedRepository(tmp_path / "other")
    other.commit({"a.txt": "a\n"})
    made = corrected(planted, places)
    with pytest.raises(UserError, match="does not have the commit"):
        put_on_branch(places, str(planted.folder), made, other.folder, "audit/str08")
    assert other.git("branch", "--format=%(refname:short)") == "main"


def test_sources_are_read_as_they_were_audited(planted: PlantedRepository, places: AuditPlaces) -> None:
    source, commit = str(planted.folder), planted.git("rev-parse", "main")
    (planted.folder / "src" / "app.py").write_text("changed meanwhile\n")
    assert source_text(places, source, commit, "src/app.py").startswith("import os")
    assert source_text(places, source, commit, HOSTILE) == "VALUE = 1\n"
    assert "Add what is needed" in commit_text(places, source, commit)
    for path in ("../../etc/passwd", "/etc/passwd", "nothing.py", "src", "logo.png"):
        with pytest.raises((UserError, ConnectorError)):
            source_text(places, source, commit, path)
    assert kept_branches(source, places.cache)[0] == "main"
    with pytest.raises(UserError, match="no longer kept"):
        source_text(places, "https://forge.example/never/cloned.git", commit, "a")
    planted.git("checkout", "-q", "--", "src/app.py")
