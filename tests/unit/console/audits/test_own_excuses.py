"""What a project's own comments excuse, and material of tests that holds faults on purpose. Proves G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, looked_at, tells, told_words

_SECRET = '"Tr0ub4dor&3"'
_SCRIPT = "export function f(n: HTMLElement, x: string) {\n"
_CONFLICT = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n"


@pytest.mark.parametrize(
    ("rule", "files", "wanted"),
    [
        ("STR03", {"a.py": "def f(x):\n    return eval(x)  # noqa: S307 - our own text\n"}, []),
        ("STR03", {"a.py": "def f(x):\n    return eval(x)  # nosec B307\n"}, []),
        ("STR03", {"a.py": "def f(x):\n    return eval(x)  # noqa\n"}, []),
        ("STR03", {"a.py": "def f(x):\n    return eval(x)  # noqa: E501\n"}, ["a.py:2"]),  # of another rule
        ("STR03", {"a.ts": f"{_SCRIPT}  n.innerHTML = x; // nosemgrep: made safe above\n}}\n"}, []),
        ("STR03", {"a.ts": f"{_SCRIPT}  // eslint-disable-next-line no-eval\n  return eval(x);\n}}\n"}, []),
        ("STR03", {"a.ts": f"{_SCRIPT}  // eslint is fine\n  return eval(x);\n}}\n"}, ["a.ts:3"]),
        ("INT02", {"a.py": f"PASSWORD = {_SECRET}  # noqa: S105 - of the lab\n"}, []),
        ("INT02", {"a.ts": f"const password = {_SECRET}; // pragma: allowlist secret\n"}, []),
        ("INT02", {"a.ts": f"const password = {_SECRET}; // of the lab\n"}, ["a.ts:1"]),
        ("INT02", {"a.py": 'password_help = "At least 8 letters"\n'}, []),
        ("STR02", {"a.py": "def f(x=[]):  # noqa: B006\n    return x\n"}, []),
        ("STR02", {"a.py": "def f(x=[]):  # noqa: D103\n    return x\n"}, ["a.py:1"]),
        ("INT11", {"tests/data/conflict.txt": _CONFLICT, "fixtures/x.yml": _CONFLICT}, []),
        ("INT11", {"deploy/values.yml": _CONFLICT}, ["<<<<<<< HEAD"]),
    ],
)  # fmt: skip
def test_excuses_hold_for_what_they_name(tmp_path: Path, rule: str, files: dict[str, str], wanted: list[str]) -> None:
    made = PlantedRepository(tmp_path / "excused")
    made.commit(files)
    outcome = looked_at(made, rule)
    assert tells(outcome, wanted), told_words(outcome)


def test_notes_in_material_of_tests_are_nobodys_work(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "noted")
    before = made.commit({"seed.cfg": "x\n"})
    made.commit({"tests/fixtures/x.py": "# TODO x\n", "tests/test_x.py": "# TODO: test more\n"})
    assert tells(looked_at(made, "INT09", baseline=before), ["tests/test_x.py:1"])


def test_coverage_of_the_default_package_is_read(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "covered")
    before = made.commit({"seed.cfg": "x\n"})
    lines = '<line nr="2" mi="3" ci="0"/>'
    report = f'<report><package name=""><sourcefile name="A.java">{lines}</sourcefile></package></report>'
    made.commit({"src/main/java/A.java": "class A {\n  int f() { return 1; }\n}\n", "jacoco.xml": report})
    assert tells(looked_at(made, "TDD06", baseline=before), ["A.java:2"])
