"""What git notes of the commits of a clone is valid, grows with each fetch, and is what reading a file's past uses."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from console.audits.repository import bare_clone as cloning
from console.audits.repository.bare_clone import BareClone, bare_clone
from console.audits.repository.clone_cache import is_partial
from console.audits.repository.partial_clone import clone_for
from console.audits.repository.past_contents import PastContents
from console.kernel.git_command import git_environment, git_line
from tests.fakes.imported_history import Step, import_history


def _steps(count: int) -> list[Step]:
    return [Step(n, f"Step {n}", {f"part{n % 7 if n < 40 else 3}/a.py": f"A = {n}\n"}) for n in range(count)]


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    folder = tmp_path / "shop.git"
    import_history(folder, _steps(40))
    _git(folder, "config", "uploadpack.allowFilter", "true")
    return folder


def _git(folder: Path, *arguments: str, **environment: str) -> str:
    line = git_line("--git-dir", str(folder), *arguments)
    done = subprocess.run(line, env=git_environment() | environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _looked_at(clone: BareClone, path: str, trace: Path) -> dict[str, Any]:
    """Return what git says of its notes after it listed the commits of a file."""
    trace.unlink(missing_ok=True)
    assert _git(clone.folder, "log", "--format=%H", "main", "--", path, GIT_TRACE2_EVENT=str(trace))
    told = [json.loads(line) for line in trace.read_text().splitlines()]
    (found,) = [one["value"] for one in told if one["event"] == "data_json" and one["category"] == "bloom"]
    return dict(found)


@pytest.mark.parametrize("past", list(PastContents))
def test_the_notes_of_a_clone_are_valid_and_used_also_for_what_a_push_brought(
    origin: Path, tmp_path: Path, past: PastContents
) -> None:
    clone = clone_for(origin.as_uri(), tmp_path / "clones", ("main",), past)
    assert is_partial(clone.folder) is (past is not PastContents.ALL)
    _git(clone.folder, "commit-graph", "verify")
    first = _looked_at(clone, "part3/a.py", tmp_path / "trace")
    assert first["filter_not_present"] == 0
    assert first["definitely_not"] >= 30, "commits of other parts are skipped unread"
    import_history(tmp_path / "pushed.git", _steps(45))
    _git(origin, "fetch", "-q", str(tmp_path / "pushed.git"), "main:main")
    clone = clone_for(origin.as_uri(), tmp_path / "clones", ("main",), past)
    _git(clone.folder, "commit-graph", "verify")
    second = _looked_at(clone, "part3/a.py", tmp_path / "trace")
    assert second["filter_not_present"] == 0, "those of the push are noted too"
    assert second["maybe"] >= first["maybe"] + 5


def test_a_clone_without_notes_is_only_slower(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = bare_clone(origin.as_uri(), tmp_path / "noted")
    monkeypatch.setattr(cloning, "note_paths", lambda _: None)
    bare = bare_clone(origin.as_uri(), tmp_path / "bare")
    assert _looked_at(noted, "part3/a.py", tmp_path / "trace")["filter_not_present"] == 0
    listed = ("log", "--format=%H", "main", "--", "part3/a.py")
    assert _git(noted.folder, *listed) == _git(bare.folder, *listed)
    assert not (bare.folder / "objects" / "info" / "commit-graph").exists()
