"""Repositories that are unlike others: every rule answers, none stumbles. Proves G1.2."""

from pathlib import Path

import pytest

from console.domain.audit.audit_name import AuditName
from console.kernel.errors import ConsoleError
from tests.fakes.planted.project import silent_rules
from tests.fakes.planted_repository import PlantedRepository, found, places

_STUB = '"""A stub."""\n\n\ndef stub(order):\n    raise NotImplementedError\n'
_ODD = {
    "src/a b.py": _STUB,
    "src/ünï.py": _STUB,
    "src/new\nline.py": _STUB,
    'src/quo"te.py': _STUB,
    "src/-dash.py": _STUB,
    "src/$(id).js": "throw new Error('not implemented'\n",
    "src/empty.py": "",
    "src/empty.ts": "",
    "src/nul.py": b"a = 1\0\n",
    "src/utf16.py": "a = 1\n".encode("utf-16"),
    "src/long.js": f"const a = [{'1, ' * 400_000}1];\n",
    "src/huge.bin": b"\0" * 1000,
    "nb.ipynb": '{"cells": [{"cell_type": "code", "source": ["def a(:"]}]}\n',
    "README": "No heading at all\n",
    "package.json": "[1",
    "pyproject.toml": "[[[",
    ".github/workflows/broken.yml": "a: [\n",
    ".gitlab-ci.yml": "- 1\n",
    "CODEOWNERS": "\n\n#\n[\n*\n",
    "CHANGELOG.md": "## \n## 99999999999999999999.1\n",
    "coverage.xml": '<coverage line-rate="x">',
}


def test_odd_names_and_contents_are_read_and_harm_no_rule(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "odd")
    before = made.commit({"seed.cfg": "x\n"}, "Begin")
    made.commit(_ODD)
    made.git("update-index", "--add", "--cacheinfo", f"160000,{before},modules/other")
    (made.folder / "src/link.py").symlink_to("/etc/passwd")
    made.git("add", "-A", "src")
    made.git("commit", "-q", "-m", "Link")
    report = made.audit(baseline=before)
    assert silent_rules(report) == {}
    assert {f"src/{name}.py:4" for name in ("a b", "ünï", "new\nline", 'quo"te', "-dash")} == places(report, "INT03")
    assert "src/$(id).js:1" in places(report, "STR01")
    assert ("src/link.py", "a link or a submodule") in report.left_out


@pytest.mark.parametrize("files", [{}, {"notes.txt": "a\n"}, {"a.py": "A = 1\n"}], ids=["empty", "notes", "code"])
def test_a_single_commit_is_enough_for_every_rule_to_answer(tmp_path: Path, files: dict[str, str]) -> None:
    made = PlantedRepository(tmp_path / "single")
    made.commit(files)
    report = made.audit()
    assert silent_rules(report) == {}
    assert found(report, "GIT03") == ()


def test_a_repository_without_a_commit_is_told_in_a_sentence(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "none")
    with pytest.raises(ConsoleError):
        made.audit(AuditName.GIT)


def test_a_shallow_history_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "whole")
    for number in range(5):
        made.commit({"a.py": f"A = {number}\n"}, f"Count to {number}")
    shallow = PlantedRepository(tmp_path / "shallow")
    shallow.git("fetch", "-q", "--depth=2", f"file://{made.folder}", "main")
    shallow.git("reset", "-q", "--hard", "FETCH_HEAD")
    assert silent_rules(shallow.audit()) == {}


def test_a_finding_is_known_again_when_lines_above_it_come_and_go(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "moved")
    made.commit({"src/a.py": _STUB})
    (before,) = found(made.audit(AuditName.INTEGRITY), "INT03")
    made.commit({"src/a.py": _STUB.replace("\n\n\n", "\n\nA = 1\nB = 2\n\n\n")})
    (after,) = found(made.audit(AuditName.INTEGRITY), "INT03")
    assert before.fingerprint == after.fingerprint
    assert (before.line, after.line) == (4, 7)
