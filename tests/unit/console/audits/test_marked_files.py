"""Files that begin with a byte-order mark are read, judged and mended as any other. Proves G1.2 and G1.11."""

import subprocess
from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, tells, told_words

_MARK = "\ufeff"
_WORKFLOW = """on: [issues]
jobs:
  t:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo "${{ github.event.issue.title }}"
"""
_CLEAN = "on: [push]\npermissions: {}\njobs:\n  t:\n    runs-on: x\n    steps: [{run: make}]\n"
_PATH = ".github/workflows/ci.yml"


@pytest.mark.parametrize("rule", ["SRV01", "SRV02", "SRV03", "SRV04"])
def test_a_mark_hides_nothing_of_a_workflow(tmp_path: Path, rule: str) -> None:
    beside = {".github/workflows/other.yml": _CLEAN}
    plain = judged(tmp_path / "plain", {_PATH: _WORKFLOW, **beside}, rule)
    marked = judged(tmp_path / "marked", {_PATH: _MARK + _WORKFLOW, **beside}, rule)
    assert plain.findings
    assert [(one.place, one.evidence) for one in marked.findings] == [
        (one.place, one.evidence) for one in plain.findings
    ]


@pytest.mark.parametrize(
    ("rule", "step"), [("SRV02", "run: make"), ("SRV04", "uses: actions/checkout@v4"), ("SRV08", "run: make")]
)
def test_the_patch_of_a_file_with_a_mark_fits_and_keeps_it(tmp_path: Path, rule: str, step: str) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({_PATH: f"{_MARK}on: [issues]\njobs:\n  t:\n    runs-on: x\n    steps:\n      - {step}\n"})
    (found,) = looked_at(made, rule).findings
    line = ["git", "apply", "-"]
    subprocess.run(line, cwd=made.folder, input=found.patch.encode(), check=True, capture_output=True)
    assert (made.folder / _PATH).read_text("utf-8").startswith(f"{_MARK}on: [issues]\n")


def test_the_patch_of_code_with_a_mark_fits(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    before = made.commit({"README.md": "x\n"})
    made.commit({"src/a.py": f"{_MARK}import os\nimport sys\n\nprint(sys.argv)\n"})
    patches = [one.patch for one in looked_at(made, "STR08", baseline=before).findings if one.patch]
    assert patches
    subprocess.run(["git", "apply", "-"], cwd=made.folder, input=patches[0].encode(), check=True, capture_output=True)
    assert "import os" not in (made.folder / "src/a.py").read_text("utf-8")


@pytest.mark.parametrize(
    ("files", "rule", "wanted"),
    [
        ({"src/a.py": f"{_MARK}<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n"}, "INT11", ["src/a.py:1"]),
        ({"src/a.py": "1\n", ".github/CODEOWNERS": f"{_MARK}* @ann\nsrc/ @ann\n"}, "SAG04", []),
        ({"package.json": f'{_MARK}{{"scripts": {{"go": "x"}}}}', "README.md": f"{_MARK}# A\n\nRun `npm run go`.\n"},
         "INT10", []),
        ({"package.json": f'{_MARK}{{"scripts": {{"go": "x"}}}}', "README.md": f"{_MARK}# A\n\nRun `npm run on`.\n"},
         "INT10", ["README.md:3"]),
    ],
)  # fmt: skip
def test_a_mark_changes_no_verdict(tmp_path: Path, files: dict[str, str], rule: str, wanted: list[str]) -> None:
    outcome = judged(tmp_path, files, rule)
    assert tells(outcome, wanted), told_words(outcome)
