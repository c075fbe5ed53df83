"""Where a project has its formatter, type checker and linter in other ways, and what is theirs. Proves G1.11."""

import re
from pathlib import Path

import pytest

from console.audits.tools.own_tool_run import has_program
from console.audits.tools.path_pattern import path_pattern
from tests.fakes.planted_repository import judged, tells, told_words

_GOOD = 'NAME = "x"\n\n\ndef add(one: int, other: int) -> int:\n    """Add."""\n    return one + other\n'
_LOOSE = "NAME = 'x'\ndef add(one,other):\n  return one+other\n"
_TYPED = "def half(one: int) -> str:\n    return one / 2\n"
_UNUSED = "import os\n"


def _workflow(command: str) -> dict[str, str]:
    return {".github/workflows/l.yml": f"on: push\njobs:\n  l:\n    steps: [{{run: {command}}}]\n"}


def _hook(name: str, more: str = "", top: str = "") -> dict[str, str]:
    text = f"{top}repos:\n- repo: x\n  rev: v0.15.2\n  hooks:\n  - id: {name}\n{more}"
    return {".pre-commit-config.yaml": text}


def _black(settings: str) -> dict[str, str]:
    return {"pyproject.toml": f"[tool.black]\n{settings}\n"}


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"a.py": _LOOSE, **_workflow("black --check .")}, ["a.py"]),
        ({"a.py": _LOOSE, "tox.ini": "[testenv:lint]\ncommands = black --check .\n"}, ["a.py"]),
        ({"a.py": _LOOSE, "Makefile": "lint:\n\truff format --check\n"}, ["a.py"]),
        ({"src/a.py": _LOOSE, "old/a.py": _LOOSE, **_workflow("black --check src")}, ["src/a.py"]),
        ({"a.py": _LOOSE, **_workflow("black --check -l 200 .")}, None),  # a style that is not in its settings
        ({"a.py": _LOOSE, **_workflow("pip install black isort")}, None),
        ({"a.py": _LOOSE, **_workflow("ruff check .")}, None),
        ({"a.py": _LOOSE, "README.md": "We do not use `black --check .`\n"}, None),
        ({"a.py": _GOOD, "old/a.py": _LOOSE, **_black("extend-exclude = '''\n/old/  # as it was\n'''")}, []),
        ({"a.py": _GOOD, "migrations/a.py": _LOOSE, **_black("extend-exclude = '^/migrations/|snap'")}, []),
        ({"a.py": _GOOD, "b/migrations/a.py": _LOOSE, **_black("force-exclude = '''\n(\n  migrations\n)\n'''")}, []),
        ({"a.py": _LOOSE, "old/a.py": _LOOSE, **_black("extend-exclude = '(x+x+)+y'")}, ["a.py", "old/a.py"]),
        ({"a.py": _GOOD, "old/a.py": _LOOSE, **_hook("black", top="exclude: ^old/\n")}, []),
        ({"a.py": _GOOD, "old/a.py": _LOOSE, **_hook("black", "    exclude: ^old/\n")}, []),
        ({"a.py": _GOOD, "old/a.py": _LOOSE, **_hook("ruff-format", "    files: ^a\n")}, []),
        ({"a.py": _GOOD, "vendor/a.py": _LOOSE, "x_pb2.py": _LOOSE, **_black("")}, []),
    ],
)
def test_formatters_in_their_many_places(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    outcome = judged(tmp_path, files, "STR07")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    "text", ["(a+)+b", "(a|aa)*b", "a" * 2000, "[", "x*" * 9, "a.*a.*a.*x", "(.*a|b)(c|.*d)e+", 7, ""]
)
def test_patterns_that_could_take_long_are_not_tried(text: object) -> None:
    assert path_pattern(text) is None


def test_alternatives_do_not_make_a_pattern_long() -> None:
    found = path_pattern("^(a/.*|b/.*|c/.*/d.*|e[*(]+f)$")
    assert found is not None
    assert found.search("c/x/d.py")


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        (".*/testdata/.*/snapshots/.*", True),
        (r"^.*testdata.*\.py.*$", True),
        ("^.*/other/.*", False),
        (".*", True),
        (".*?snapshots", True),
        (r"b\.*", True),
    ],
)
def test_anything_at_the_ends_of_a_pattern_does_not_make_it_long(text: str, is_meant: bool) -> None:
    found, path = path_pattern(text), "a/testdata/b/snapshots/c.py"
    assert found is not None
    assert (found.search(path) is not None) is is_meant is (re.search(text, path) is not None)


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"a.py": _TYPED, **_hook("mypy")}, ["a.py:2"]),
        ({"a/x.py": _GOOD, "b/x.py": _TYPED, "mypy.ini": "[mypy]\n"}, ["b/x.py:2"]),  # two modules of one name
        ({"a.py": "def half(:\n", "mypy.ini": "[mypy]\n"}, ["a.py:1", "a.py:2"]),
        ({"a.py": _GOOD, "vendor/b.py": _TYPED, "mypy.ini": "[mypy]\n"}, []),
        ({"a.js": "x\n", "mypy.ini": "[mypy]\n"}, None),
        ({"a.py": _TYPED, "tsconfig.json": "{}"}, None),
    ],
)
def test_type_checkers(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    if not has_program("mypy"):
        pytest.skip("mypy is not on this machine")
    outcome = judged(tmp_path, files, "STR06", runs_own_tools=True)
    assert tells(outcome, wanted), (outcome.note, told_words(outcome))


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"a.py": _UNUSED, "pyproject.toml": "[tool.ruff]\nfix = true\n"}, ["a.py:1"]),
        ({"a.py": _UNUSED, **_hook("ruff-check")}, ["a.py:1"]),
        ({"a.py": "import os  # noqa: F401\n", "ruff.toml": ""}, []),
        ({"a.py": _GOOD, "vendor/b.py": _UNUSED, "ruff.toml": ""}, []),
        ({"src/main.rs": "fn main() {}\n", "clippy.toml": ""}, None),
    ],
)
def test_linters(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    outcome = judged(tmp_path, files, "STR10", runs_own_tools=True)
    assert tells(outcome, wanted), (outcome.note, told_words(outcome))
    assert "clippy.toml" not in files or outcome.note == "clippy: not run here, because it builds the project."
