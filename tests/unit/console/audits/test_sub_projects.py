"""Packages of one repository whose formatter, type checker and linter have settings of their own. Proves G1.2."""

from pathlib import Path

import pytest

from console.audits.sub_project import holder_of, in_repository, topmost
from console.audits.tools.own_tool_run import has_program
from tests.fakes.planted_repository import judged, tells, told_words

_GOOD = 'NAME = "x"\n\n\ndef add(one: int, other: int) -> int:\n    """Add."""\n    return one + other\n'
_LOOSE = "NAME = 'x'\ndef add(one,other):\n  return one+other\n"
_SINGLE = "NAME = 'x'\n"
_LONG = 'NAME = "' + "x" * 30 + '" + "' + "y" * 30 + '" + "' + "z" * 30 + '"\n'
_TYPED = "def half(one: int) -> str:\n    return one / 2\n"
_UNUSED = "import os\n"
_FORMAT = "[tool.ruff.format]\n"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"packages/a/a.py": _LOOSE, "packages/a/pyproject.toml": _FORMAT, "packages/b/b.py": _LOOSE},
         ["packages/a/a.py:1"]),
        ({"a/a.py": _LOOSE, "a/ruff.toml": "[format]\n", "b/b.py": _LOOSE, "b/pyproject.toml": "[tool.black]\n"},
         ["a/a.py:1", "b/b.py:1"]),
        ({"a.py": _LOOSE, "pyproject.toml": _FORMAT, "p/a.py": _SINGLE,
          "p/pyproject.toml": "[tool.ruff.format]\nquote-style = 'single'\n"}, ["a.py:1"]),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 80\n[tool.ruff.format]\n", "a.py": _GOOD, "p/a.py": _LONG,
          "p/pyproject.toml": "[tool.ruff]\nline-length = 120\n"}, []),  # a table of its own, without a style
        ({"pyproject.toml": "[tool.ruff]\nline-length = 120\n[tool.ruff.format]\n", "a.py": _GOOD, "p/a.py": _LONG,
          "p/ruff.toml": "extend = '../pyproject.toml'\n"}, []),
        ({"p/a.py": _GOOD, "p/old/a.py": _LOOSE, "p/pyproject.toml": "[tool.ruff]\nexclude = ['old']\n" + _FORMAT}, []),
        ({"p/a.py": _GOOD, "p/old/a.py": _LOOSE, "p/pyproject.toml": "[tool.black]\nextend-exclude = '^/old/'\n"}, []),
        ({"a.py": _LOOSE, "tests/data/x/pyproject.toml": _FORMAT, "tests/data/x/a.py": _LOOSE}, None),
        ({"a.py": _LOOSE, "vendor/x/pyproject.toml": _FORMAT, "vendor/x/a.py": _LOOSE}, None),
        ({"a.py": _LOOSE, "p/pyproject.toml": "[project]\nname = 'p'\n"}, None),
    ],
)  # fmt: skip
def test_styles_of_packages(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    outcome = judged(tmp_path, files, "STR07")
    assert tells(outcome, wanted), (outcome.note, told_words(outcome))


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"p/a.py": _TYPED, "p/mypy.ini": "[mypy]\n", "b.py": _TYPED}, ["p/a.py:2"]),
        ({"p/src/a.py": _TYPED, "p/pyproject.toml": "[tool.mypy]\nfiles = ['src']\n", "p/x.py": _TYPED},
         ["p/src/a.py:2"]),
        ({"a.py": _TYPED, "p/a.py": _TYPED, "mypy.ini": "[mypy]\n", "p/setup.cfg": "[mypy]\nignore_errors = true\n"},
         ["a.py:2"]),
        ({"p/a.py": _GOOD, "p/mypy.ini": "[mypy]\nstrict = true\n"}, []),
        ({"p/readme.md": "x\n", "p/mypy.ini": "[mypy]\n", "a.py": _TYPED}, None),
        ({"examples/p/a.py": _TYPED, "examples/p/mypy.ini": "[mypy]\n"}, None),
    ],
)  # fmt: skip
def test_type_checkers_of_packages(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    if not has_program("mypy"):
        pytest.skip("mypy is not on this machine")
    outcome = judged(tmp_path, files, "STR06", runs_own_tools=True)
    assert tells(outcome, wanted), (outcome.note, told_words(outcome))


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"p/a.py": _UNUSED, "p/ruff.toml": "", "b.py": _UNUSED}, ["p/a.py:1"]),
        ({"p/a.py": _UNUSED, "p/pyproject.toml": "[tool.ruff]\n", "q/a.py": _UNUSED,
          "q/pyproject.toml": "[tool.ruff.lint]\nignore = ['F401']\n"}, ["p/a.py:1"]),
        ({"a.py": _UNUSED, "ruff.toml": "", "q/a.py": _UNUSED, "q/ruff.toml": "lint.ignore = ['F401']\n"}, ["a.py:1"]),
        ({"p/a.py": "import os  # noqa: F401\n", "p/ruff.toml": ""}, []),
        ({"fixtures/p/a.py": _UNUSED, "fixtures/p/ruff.toml": ""}, None),
    ],
)  # fmt: skip
def test_linters_of_packages(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    outcome = judged(tmp_path, files, "STR10", runs_own_tools=True)
    assert tells(outcome, wanted), (outcome.note, told_words(outcome))


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        ("STR06", {"packages/a/tsconfig.json": "{}", "packages/a/a.ts": "export {};\n"}),
        ("STR06", {"services/a/pyrightconfig.json": "{}", "services/a/a.py": _GOOD}),
        ("STR10", {"packages/a/.eslintrc.json": "{}", "packages/a/a.ts": "export {};\n"}),
        ("STR10", {"packages/a/package.json": '{"eslintConfig": {}}', "packages/a/a.ts": "export {};\n"}),
        ("STR10", {"services/a/tox.ini": "[flake8]\n", "services/a/a.py": _GOOD}),
        ("STR10", {"services/a/.golangci.yml": "x: 1\n", "services/a/a.go": "package a\n"}),
        ("STR07", {"packages/a/.prettierrc": "{}", "packages/a/a.ts": "export {};\n"}),
        ("STR07", {"packages/a/package.json": '{"prettier": {}}', "packages/a/a.ts": "export {};\n"}),
    ],
)
def test_tools_of_packages_are_known_and_not_started_unless_the_project_allows_it(
    tmp_path: Path, rule: str, files: dict[str, str]
) -> None:
    outcome = judged(tmp_path, files, rule)
    assert outcome.state == "not-applicable"
    assert "runs_own_tools" in outcome.note


def test_the_nearest_settings_hold() -> None:
    assert holder_of("a/b/c.py", ("", "a", "a/b")) == "a/b"
    assert holder_of("ab/c.py", ("a",)) is None
    assert topmost(("a", "a/b", "c")) == ("a", "c")
    assert in_repository("/tmp/own/tree/p/a.py", "p") == "p/a.py"
    assert in_repository("./src/a.py", "p") == "p/src/a.py"
    assert in_repository("../q/a.py", "p") == "q/a.py"
