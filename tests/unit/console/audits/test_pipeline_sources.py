"""Where the commands of a pipeline stand: bases, included files, own actions, usual scripts. Proves G1.2 and G1.11."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from console.audits.ci_job import CiJob, ci_jobs
from console.audits.ci_testing import testing_jobs as jobs_that_test
from console.audits.ci_yaml import key_lines, read_yaml
from console.domain.audit.rule_outcome import RuleOutcome
from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, tells, told_words
from tests.fuzz.given_checkout import GivenCheckout

_CI, _GITLAB, _TRAVIS, _CIRCLE = ".github/workflows/ci.yml", ".gitlab-ci.yml", ".travis.yml", ".circleci/config.yml"
_CODE = {"src/a.py": "a = 1\n", "tests/test_a.py": "def test_a():\n    assert 1 == 1\n"}
_BASES = ".test:\n  script: [pytest]\n.build:\n  script: [docker build .]\n"
_NONE, _TESTS = [], ["no job runs the tests"]


def _steps(*steps: str) -> str:
    return "on: [push, pull_request]\njobs:\n  t:\n    steps:\n" + "".join(f"      - {one}\n" for one in steps)


def _action(*steps: str) -> str:
    return "runs:\n  using: composite\n  steps:\n" + "".join(f"    - {one}\n" for one in steps)


def _calling(workflow: str) -> str:
    return f"on: [push, pull_request]\njobs:\n  t:\n    uses: {workflow}\n"


def _orbs(jobs: str, more: str = "") -> str:
    return f"version: 2.1\norbs: {{node: circleci/node@5, own: shop/own@1}}\n{more}workflows:\n  w:\n    jobs: {jobs}\n"


def _told(files: dict[str, str], folder: Path, rule: str = "TDD05") -> RuleOutcome:
    return judged(folder, {**_CODE, **files}, rule)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{_BASES}t:\n  extends: .test\n", _NONE),
        (f"{_BASES}.more:\n  extends: .test\n.most:\n  extends: .more\nt:\n  extends: .most\n", _NONE),
        (f"{_BASES}t:\n  extends: [.build, .test]\n", _NONE),  # the last one wins
        (f"{_BASES}t:\n  extends: [.test, .build]\n", _TESTS),
        (f"{_BASES}t:\n  extends: .test\n  script: [docker build .]\n", _TESTS),
        (f"{_BASES}.l:\n  extends: .test\n.r:\n  extends: .build\nt:\n  extends: [.l, .r]\n", _TESTS),
        (f"{_BASES}.l:\n  extends: [.build, .test]\n.r:\n  extends: .test\nt:\n  extends: [.l, .r]\n", _NONE),
        (".a:\n  extends: .b\n.b:\n  extends: .a\nt:\n  extends: .a\n  script: [docker build .]\n", _TESTS),
        (".a:\n  extends: .b\n.b:\n  extends: .a\n  script: [pytest]\nt:\n  extends: .a\n", _NONE),
    ],
)
def test_what_a_job_of_gitlab_extends(tmp_path: Path, text: str, wanted: list[str]) -> None:
    outcome = _told({_GITLAB: text}, tmp_path)
    assert tells(outcome, wanted), told_words(outcome)


_PYTEST = "t:\n  script: [pytest]\n"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({_GITLAB: "include: ci/unit.yml\n", "ci/unit.yml": _PYTEST}, _NONE),
        ({_GITLAB: "include: {local: /ci/unit.yml}\nb:\n  script: [make]\n", "ci/unit.yml": _PYTEST}, _NONE),
        ({_GITLAB: "include:\n  - local: ci/*.yml\n", "ci/unit.yml": _PYTEST}, _NONE),
        ({_GITLAB: "include:\n  - local: ci/*.yml\nb:\n  script: [ls]\n", "ci/x/unit.yml": _PYTEST}, _TESTS),
        ({_GITLAB: "include:\n  - local: ci/**/*.yml\nb:\n  script: [ls]\n", "ci/x/unit.yml": _PYTEST}, _NONE),
        ({_GITLAB: "include: [ci/a.yml]\n", "ci/a.yml": "include: [ci/b.yml, ci/a.yml]\n", "ci/b.yml": _PYTEST}, _NONE),
        ({_GITLAB: "include: ci/bases.yml\nb:\n  extends: .test\n", "ci/bases.yml": _BASES}, _NONE),
        ({_GITLAB: "include: ci/bases.yml\nb:\n  extends: .build\n", "ci/bases.yml": _BASES}, _TESTS),
        ({_GITLAB: "include: ci/unit.yml\nt:\n  script: [ls]\n", "ci/unit.yml": _PYTEST}, _TESTS),  # told anew
        ({_GITLAB: "include: ci/unit.yml\nt:\n  needs: []\nb:\n  script: [ls]\n", "ci/unit.yml": _PYTEST}, _NONE),
        ({_GITLAB: "include: [gone.yml, ../../x.yml, 5, {local: [a]}]\nb:\n  script: [ls]\n"}, _TESTS),
        ({_GITLAB: "include: {template: Security/SAST.gitlab-ci.yml}\nb:\n  script: [ls]\n"}, _TESTS),
        ({_GITLAB: "include: {template: Auto-DevOps.gitlab-ci.yml}\nb:\n  script: [ls]\n"}, None),
        ({_GITLAB: "include: {project: shop/lines, file: build.yml}\nb:\n  script: [ls]\n"}, None),
        ({_GITLAB: "include: https://shop.example/x.yml\nb:\n  script: [ls]\n"}, None),
        ({_GITLAB: "include: {component: git.example/shop/python-test@1}\nb:\n  script: [ls]\n"}, _NONE),
        ({_GITLAB: "b:\n  extends: .foreign\n"}, None),
        ({_GITLAB: "b:\n  trigger: shop/lines\n"}, None),
        ({_GITLAB: "b:\n  trigger: {include: [{project: shop/lines, file: x.yml}]}\n"}, None),
        ({_GITLAB: "b:\n  trigger: {include: ci/child.yml}\n", "ci/child.yml": _PYTEST}, _NONE),
    ],
)
def test_what_a_pipeline_of_gitlab_includes(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    outcome = _told(files, tmp_path)
    assert tells(outcome, wanted), told_words(outcome)


_OWN = ".github/actions/t"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({_CI: _steps(f"uses: ./{_OWN}"), f"{_OWN}/action.yml": _action("run: pytest")}, _NONE),
        ({_CI: _steps(f"uses: ./{_OWN}/"), f"{_OWN}/action.yaml": _action("run: pytest")}, _NONE),
        ({_CI: _steps("uses: ./"), "action.yml": _action("run: pytest")}, _NONE),
        (
            {
                _CI: _steps(f"uses: ./{_OWN}"),
                f"{_OWN}/action.yml": _action("uses: ./a"),
                "a/action.yml": _action(f"uses: ./{_OWN}", "run: pytest"),
            },
            _NONE,
        ),
        ({_CI: _steps(f"uses: ./{_OWN}"), f"{_OWN}/action.yml": _action("run: docker build .")}, _TESTS),
        ({_CI: _steps("uses: ./../t"), "t/action.yml": _action("run: pytest")}, _TESTS),
        ({_CI: _steps(f"uses: ./{_OWN}"), f"{_OWN}/action.yml": "runs: {using: node20, main: pytest.js}\n"}, _TESTS),
        ({_CI: _steps("{uses: actions-rs/cargo@v1, with: {command: test, args: --all}}")}, _NONE),
        ({_CI: _steps("{uses: actions-rs/cargo@v1, with: {command: build}}")}, _TESTS),
        ({_CI: _steps("{uses: actions-rs/cargo@v1, with: {command: check}}")}, _TESTS),
        ({_CI: _calling("shop/lines/.github/workflows/all.yml@v1")}, None),
        ({_CI: _calling("shop/lines/.github/workflows/test.yml@v1")}, _NONE),
        ({_CI: _calling("shop/lines/.github/workflows/all.yml@v1") + "  u:\n    steps: [{run: pytest}]\n"}, _NONE),
        ({_CI: _calling("./.github/workflows/gone.yml")}, _TESTS),
    ],
)
def test_what_the_steps_of_github_run(tmp_path: Path, files: dict[str, str], wanted: list[str] | None) -> None:
    outcome = _told(files, tmp_path)
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({_TRAVIS: "language: node_js\nnode_js: [20]\n"}, _NONE),
        ({_TRAVIS: "language: go\n"}, _NONE),
        ({_TRAVIS: "language: go\n", "Makefile": "all:\n\tgo build\n"}, _TESTS),  # make is what it runs then
        ({_TRAVIS: "language: go\n", "Makefile": "all: unit\nunit:\n\tgo test ./...\n"}, _NONE),
        ({_TRAVIS: "language: ruby\n"}, _NONE),
        ({_TRAVIS: "language: java\n"}, _NONE),
        ({_TRAVIS: "language: python\npython: ['3.12']\n"}, _TESTS),
        ({_TRAVIS: "python: ['3.12']\n"}, _TESTS),
        ({_TRAVIS: "language: node_js\nscript: npm run build\n"}, _TESTS),
        ({_TRAVIS: "language: node_js\njobs:\n  include:\n    - script: npm run build\n"}, _TESTS),
        ({_TRAVIS: "language: node_js\njobs:\n  include:\n    - script: npm run build\n    - stage: b\n"}, _NONE),
        ({_TRAVIS: "jobs:\n  include:\n    - language: rust\n"}, _NONE),
        ({_CIRCLE: _orbs("[node/test]")}, _NONE),
        ({_CIRCLE: _orbs("[{own/unit-test: {version: '1'}}]")}, _NONE),
        ({_CIRCLE: _orbs("[b]", "jobs: {b: {steps: [checkout, node/test]}}\n")}, _NONE),
        ({_CIRCLE: _orbs("[own/build]")}, _TESTS),
        ({_CIRCLE: _orbs("[own/latest]")}, _TESTS),
        ({_CIRCLE: _orbs("[other/test]")}, _TESTS),  # no orb of that name
        ({_CIRCLE: _orbs("[own/build] # node/test")}, _TESTS),
    ],
)
def test_what_is_run_by_a_name_alone(tmp_path: Path, files: dict[str, str], wanted: list[str]) -> None:
    outcome = _told(files, tmp_path)
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize("path", ["ci/unit.yml", f"{_OWN}/action.yml"])
def test_a_link_is_followed_nowhere(tmp_path: Path, path: str) -> None:
    (outside := tmp_path / "outside.yml").write_text(f"{_PYTEST}{_action('run: pytest')}", "utf-8")
    made = PlantedRepository(tmp_path / "linked")
    made.write({**_CODE, _CI: _steps(f"uses: ./{_OWN}"), _GITLAB: f"include: {path}\nb:\n  script: [ls]\n"})
    (link := made.folder / path).parent.mkdir(parents=True)
    link.symlink_to(outside)
    made.commit({})
    assert tells(looked_at(made, "TDD05"), _TESTS)


def test_whether_a_pipeline_of_others_tests_is_not_told_either_way(tmp_path: Path) -> None:
    text = _calling("shop/lines/.github/workflows/all.yml@v1").replace(", pull_request", "")
    outcome = _told({_CI: text}, tmp_path, "FLO05")
    assert tells(outcome, ["pull requests"]), told_words(outcome)
    assert outcome.score == pytest.approx(1 / 2)
    assert outcome.note


def test_the_order_of_bases_does_not_depend_on_how_texts_are_hashed() -> None:
    text = "".join(f".{one}:\n  script: [{one}]\n" for one in "abcdefgh") + "t: {extends: [.a, .h, .c, .e, .b]}\n"
    program = (
        "import sys, pathlib; from tests.fuzz.given_checkout import GivenCheckout as G; "
        "from console.audits.ci_job import ci_jobs; "
        "print(ci_jobs(G({'.gitlab-ci.yml': sys.argv[1].encode()}, pathlib.Path('.')))[0].commands.split())"
    )
    for seed in ("0", "1", "2"):
        line = [sys.executable, "-c", program, text]
        done = subprocess.run(
            line, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "['b']"


def _jobs(folder: Path, files: dict[str, str]) -> tuple[CiJob, ...]:
    return ci_jobs(GivenCheckout({path: text.encode() for path, text in files.items()}, folder))


def test_an_included_job_is_where_it_is_told(tmp_path: Path) -> None:
    (job,) = _jobs(tmp_path, {_GITLAB: "include: ci/unit.yml\n", "ci/unit.yml": f"# x\n{_PYTEST}"})
    assert (job.path, job.line, job.name) == ("ci/unit.yml", 2, "t")


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("bitbucket-pipelines.yml", "pipelines:\n  branches:\n    1.0: [{step: {script: [pytest]}}]\n", {("1.0", 3)}),
        ("bitbucket-pipelines.yml", "pipelines:\n  yes: [{step: {script: [pytest]}}]\n", {("yes", 2)}),
        (_CI, "on: push\njobs:\n  on:\n    steps: 5\n  no: {}\n  010: {}\n", {("on", 3), ("no", 5), ("010", 6)}),
        (_CI, "on: push\njobs:\n  2024-01-01: {}\n  ~: {}\n", {("2024-01-01", 3), ("~", 4)}),
        (_GITLAB, "1.0:\n  script: [x]\nyes:\n  script: [x]\n", {("1.0", 1), ("yes", 3)}),
    ],
)
def test_names_that_yaml_takes_for_something_else(
    tmp_path: Path, path: str, text: str, wanted: set[tuple[str, int]]
) -> None:
    assert {(one.name, one.line) for one in _jobs(tmp_path, {path: text})} == wanted


def test_keys_are_texts_and_those_that_merge_still_do() -> None:
    assert read_yaml("a: &a {1: x, on: y}\nb: {<<: *a, 2.0: z}\n")["b"] == {"1": "x", "on": "y", "2.0": "z"}
    assert read_yaml("on: push\n") == {"on": "push"}
    assert read_yaml("[a]: x\n") == {}
    assert key_lines("# x\n'a b' : 1\n  test:unit: 2\n") == {"a b": 2, "test": 3, "test:unit": 3}


def test_what_was_made_to_take_long_is_read_in_time(tmp_path: Path) -> None:
    wide = "".join(f".x{n}: {{extends: [{', '.join(f'.x{n + 1}' for _ in range(50))}]}}\n" for n in range(100))
    long = ".x: {script: [" + "y" * 100_000 + "]}\n" + "".join(f"a{n}: {{extends: .x}}\n" for n in range(8000))
    ring = {
        f"ci/{n}.yml": f"include: ['ci/**/{'*a' * 40}.yml', 'ci/*.yml']\na{n}: {{script: [x]}}\n" for n in range(300)
    }
    acts = {f"a{n}/action.yml": _action(*(f"uses: ./a{m}" for m in range(300)), "run: ls") for n in range(300)}
    begun_s = time.process_time()
    for files in (
        {_GITLAB: f"{wide}t: {{extends: .x0}}\n"},
        {_GITLAB: long},
        {_GITLAB: "include: ci/0.yml\n", **ring},
        {_CI: _steps(*(f"uses: ./a{n}" for n in range(300))), **acts},
    ):
        given = GivenCheckout({path: text.encode() for path, text in files.items()}, tmp_path)
        assert jobs_that_test(given) == ()
        assert sum(len(one.commands) for one in ci_jobs(given)) <= 2 << 20
    assert time.process_time() - begun_s < 60
