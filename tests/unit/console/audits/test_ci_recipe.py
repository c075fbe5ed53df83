"""Jobs that call what runs the tests by a name, in whatever file that name is given. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_BASE = {"src/a.py": "a = 1\n", "tests/test_a.py": "def test_a():\n    assert run()\n"}
_JUST = "set shell := ['bash']\n\nqa *ARGS: style\n    pytest {{ARGS}}\n\nstyle:\n    ruff check\n"


def _job(command: str) -> dict[str, str]:
    steps = f"    steps:\n      - run: {command}\n"
    return {".github/workflows/ci.yml": f"on: [push, pull_request]\njobs:\n  t:\n    runs-on: x\n{steps}"}


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("make -C api qa", {"api/Makefile": "qa: style\n\tpytest\nstyle:\n\truff check\n"}),
        ("cd web && npm run quality", {"web/package.json": '{"scripts": {"quality": "vitest run"}}'}),
        ("npm --prefix web run quality", {"web/package.json": '{"scripts": {"quality": "vitest run"}}'}),
        ("just", {"justfile": _JUST}),
        ("just qa", {"Justfile": _JUST}),
        ("task qa", {"Taskfile.yml": "tasks:\n  qa:\n    deps: [all]\n  all:\n    cmds:\n      - pytest\n"}),
        ("hatch run qa", {"pyproject.toml": "[tool.hatch.envs.default.scripts]\nqa = 'pytest -q'\n"}),
        ("hatch run dev:qa", {"pyproject.toml": "[tool.hatch.envs.dev.scripts]\nqa = ['all']\nall = 'pytest'\n"}),
        ("pdm run all", {"pyproject.toml": "[tool.pdm.scripts]\nall = {composite = ['style', 'pytest']}\n"}),
        ("poetry run poe qa", {"pyproject.toml": "[tool.poe.tasks]\nqa = {sequence = ['all']}\nall = 'pytest'\n"}),
        ("make qa", {"Makefile": "qa:\n\t@$(MAKE) deep\n", "mk/deep.mk": "deep:\n\tpytest\n"}),
        ("gmake qa", {"Makefile": "qa:\n\tpytest\n"}),
        ("yarn workspace web quality", {"web/package.json": '{"scripts": {"quality": "vitest run"}}'}),
        (
            "npx turbo run quality",
            {"web/package.json": '{"scripts": {"quality": "run-s x every", "every": "ava"}}'},
        ),
        ("composer qa", {"composer.json": '{"scripts": {"qa": ["@style", "@all"], "all": "phpunit"}}'}),
        ("deno task qa", {"deno.json": '{"tasks": {"qa": "deno test"}}'}),
        ("pixi run qa", {"pixi.toml": "[tasks]\nqa = {cmd = 'pytest'}\n"}),
    ],
)
def test_names_are_followed_to_what_runs_the_tests(tmp_path: Path, command: str, files: dict[str, str]) -> None:
    outcome = judged(tmp_path, {**_BASE, **_job(command), **files}, "TDD05")
    assert tells(outcome, []), told_words(outcome)


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("just style", {"justfile": _JUST}),
        ("make qa", {"Makefile": "qa:\n\truff check\n", "api/Makefile": "qa:\n\tpytest\n"}),  # the root's is meant
        ("task qa", {"Taskfile.yml": "tasks:\n  qa:\n    cmds: [ruff check]\n  all:\n    cmds: [pytest]\n"}),
        ("hatch run qa", {"pyproject.toml": "[tool.hatch.envs.dev.scripts]\nqa = 'ruff check'\nall = 'pytest'\n"}),
        ("just qa", {"vendor/justfile": _JUST}),
        ("make qa", {"Makefile": "qa:\n\t$(MAKE) style\nstyle:\n\tmkdir out\ndeep:\n\tpytest\n"}),
        (
            "composer qa",
            {"composer.json": '{"scripts": {"qa": ["@style"], "style": "phpcs", "all": "phpunit"}}'},
        ),
    ],
)
def test_a_name_that_runs_no_test_is_told(tmp_path: Path, command: str, files: dict[str, str]) -> None:
    outcome = judged(tmp_path, {**_BASE, **_job(command), **files}, "TDD05")
    assert tells(outcome, ["no job runs the tests"]), told_words(outcome)


def test_what_a_jenkinsfile_leaves_out_is_not_run(tmp_path: Path) -> None:
    stages = "  stage('b') { steps { sh 'make build' } }\n  // stage('t') { steps { sh 'pytest' } }\n"
    outcome = judged(tmp_path, {**_BASE, "Jenkinsfile": f"pipeline {{\n stages {{\n{stages} }}\n}}\n"}, "TDD05")
    assert tells(outcome, ["no job runs the tests"]), told_words(outcome)
