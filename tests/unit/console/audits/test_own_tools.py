"""Formatter, type checker and linter of a project: read as data, run only where allowed. Proves G1.2 (STR06/07/10)."""

from pathlib import Path

import pytest

from console.audits.audit_rule import load_rules
from console.audits.corrections.text_edit import edited, edits_of
from console.audits.tools.own_tool_run import has_program
from console.domain.audit.rule_outcome import RuleOutcome
from console.kernel.errors import ConnectorError
from tests.fakes.planted_repository import PlantedRepository

_GOOD = 'NAME = "x"\n\n\ndef add(one: int, other: int) -> int:\n    """Add."""\n    return one + other\n'
_LOOSE = "NAME = 'x'\ndef add(one,other):\n  return one+other\n"
_TYPED = "def half(one: int) -> str:\n    return one / 2\n\n\nimport missing_here\n\nmissing_here.go()\n"


def _outcome(made: PlantedRepository, rule: str, *, runs_own_tools: bool = False) -> RuleOutcome:
    """Look at one rule alone: an audit would start every program."""
    return load_rules().get(rule).check(made.checkout(runs_own_tools=runs_own_tools))


@pytest.mark.parametrize(
    ("files", "drifted"),
    [
        ({}, None),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 100\n"}, None),
        ({"pyproject.toml": "[tool.ruff.format]\n"}, {"loose.py"}),
        ({"ruff.toml": "[format]\nquote-style = 'preserve'\n"}, {"loose.py"}),
        ({"pyproject.toml": "[tool.ruff.format]\nexclude = ['loose.py']\n"}, set()),
        ({"pyproject.toml": "[tool.ruff]\nextend-exclude = ['old']\n[tool.ruff.format]\n"}, {"loose.py"}),
        ({"pyproject.toml": "[tool.black]\nline-length = 90\n"}, {"loose.py"}),
        (
            {".pre-commit-config.yaml": "repos:\n- repo: x\n  rev: v0.15.2\n  hooks: [{id: ruff-format}]\n"},
            {"loose.py"},
        ),
        ({".pre-commit-config.yaml": "repos:\n- repo: x\n  rev: v0.4.2\n  hooks: [{id: ruff-format}]\n"}, None),
        ({".pre-commit-config.yaml": "repos:\n- repo: x\n  rev: 25.1.0\n  hooks: [{id: black}]\n"}, {"loose.py"}),
        ({"pyproject.toml": "[tool.ruff.format]\n[broken"}, None),
    ],
)
def test_drift_is_found_only_where_a_formatter_is_configured(
    tmp_path: Path, files: dict[str, str], drifted: set[str] | None
) -> None:
    made = PlantedRepository(tmp_path / "styled")
    made.commit(
        {"good.py": _GOOD, "loose.py": _LOOSE, "old/loose.py" if "old" in str(files) else "doc.md": _LOOSE, **files}
    )
    outcome = _outcome(made, "STR07")
    if drifted is None:
        assert outcome.state == "not-applicable"
        return
    assert {one.path for one in outcome.findings} == drifted


def test_the_correction_of_drift_is_what_the_formatter_writes(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "mended")
    made.commit({"loose.py": _LOOSE, "pyproject.toml": "[tool.ruff.format]\n"})
    (found,) = _outcome(made, "STR07").findings
    assert found.line == 1
    (edits,) = edits_of(found.patch, {"loose.py": _LOOSE}).values()
    assert edited(_LOOSE, edits) == 'NAME = "x"\n\n\ndef add(one, other):\n    return one + other\n'


def test_the_projects_own_settings_are_no_commands(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "sly")
    made.commit(
        {"loose.py": _LOOSE, "ruff.toml": f"extend = '{tmp_path}/none.toml'\ncache-dir = '{tmp_path}/kept'\n[format]\n"}
    )
    assert {one.path for one in _outcome(made, "STR07").findings} == {"loose.py"}
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        ("STR06", {"mypy.ini": "[mypy]\nstrict = true\n"}),
        ("STR06", {"setup.cfg": "[mypy]\n"}),
        ("STR06", {"pyproject.toml": "[tool.mypy]\n"}),
        ("STR06", {"tsconfig.json": "{}", "a.ts": "export {};\n"}),
        ("STR10", {"pyproject.toml": "[tool.ruff]\n"}),
        ("STR10", {".eslintrc.json": "{}"}),
        ("STR10", {"tox.ini": "[flake8]\nmax-line-length = 100\n"}),
    ],
)
def test_own_checkers_do_not_run_unless_the_project_allows_it(tmp_path: Path, rule: str, files: dict[str, str]) -> None:
    made = PlantedRepository(tmp_path / "own")
    made.commit({"a.py": _TYPED, **files})
    outcome = _outcome(made, rule)
    assert outcome.state == "not-applicable"
    assert "runs_own_tools" in outcome.note


def test_without_settings_of_its_own_a_project_is_not_checked(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "bare")
    made.commit({"a.py": _TYPED, "setup.cfg": "[metadata]\nname = x\n"})
    for rule in ("STR06", "STR10"):
        outcome = _outcome(made, rule, runs_own_tools=True)
        assert outcome.state == "not-applicable"
        assert "runs_own_tools" not in outcome.note


def test_an_own_type_checker_tells_faults_and_not_what_is_not_installed_here(tmp_path: Path) -> None:
    if not has_program("mypy"):
        pytest.skip("mypy is not on this machine")
    made = PlantedRepository(tmp_path / "typed")
    made.commit({"a.py": _TYPED, "mypy.ini": "[mypy]\nstrict = true\n", "b.py": _GOOD})
    outcome = _outcome(made, "STR06", runs_own_tools=True)
    assert {(one.path, one.line) for one in outcome.findings} == {("a.py", 2)}
    assert outcome.score is not None


def test_an_own_linter_tells_what_it_finds_and_cannot_change_what_other_rules_see(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "linted")
    made.commit(
        {"a.py": "import os\n", "pyproject.toml": "[tool.ruff]\nfix = true\n[tool.ruff.lint]\nselect = ['F']\n"}
    )
    checkout = made.checkout(runs_own_tools=True)
    load_rules().get("STR10").check(checkout)
    assert checkout.text("a.py") == "import os\n"


def test_a_checker_whose_plug_in_breaks_is_not_run_and_never_good(tmp_path: Path) -> None:
    if not has_program("mypy"):
        pytest.skip("mypy is not on this machine")
    made = PlantedRepository(tmp_path / "plugged")
    made.commit({"a.py": _GOOD, "mypy.ini": "[mypy]\nplugins = ./gone.py\n"})
    with pytest.raises(ConnectorError, match="mypy failed"):
        _outcome(made, "STR06", runs_own_tools=True)
