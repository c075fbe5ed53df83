"""Pipelines of four forges: when they run, what they test, and the order of a release. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from console.domain.audit.forge_facts import ForgeFacts, RunFact
from tests.fakes.planted_repository import NOW_S, PlantedRepository, looked_at, tells, told_words

_CI = ".github/workflows/ci.yml"
_BOTH = "on: [push, pull_request]"
_NONE, _MAIN, _REQUESTS, _TESTS = [], ["default branch"], ["pull requests"], ["no job runs the tests"]
_MAKE_ALL = ".PHONY: all\nall: build test\nbuild:\n\tgcc x\ntest:\n\tpytest\n"
_MAKE_BUILD = "all: build\nbuild:\n\tgcc x\ntest:\n\tpytest\n"


def _github(events: str, run: str = "pytest") -> dict[str, str]:
    return {_CI: f"{events}\njobs:\n  t:\n    runs-on: x\n    steps: [{{run: {run}}}]\n"}


def _gitlab(when: str = "", **more: str) -> dict[str, str]:
    return {".gitlab-ci.yml": f"t:\n  script: [pytest]\n{when}", **more}


def _rule(condition: str) -> dict[str, str]:
    return _gitlab(f"  rules:\n    - if: {condition}\n")


def _azure(events: str) -> dict[str, str]:
    return {"azure-pipelines.yml": f"{events}steps:\n- script: pytest\n"}


def _bitbucket(pipelines: str) -> dict[str, str]:
    return {"bitbucket-pipelines.yml": f"pipelines:\n{pipelines}"}


_STEP = "      - step: {script: [npm test]}\n"
_CALLED = {".github/workflows/_run.yml": "on: workflow_call\njobs:\n  t:\n    steps: [{run: npm test}]\n"}


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (_github("on:\n  push: {branches: ['**']}\n  pull_request:"), _NONE),
        (_github("on:\n  push: {branches: [stable]}\n  pull_request:"), _NONE),  # any name may be the default one
        (_github("on:\n  push: {branches: [gh-pages, 'release/**']}\n  pull_request:"), _MAIN),
        (_github("on:\n  push: {branches: [develop]}\n  pull_request:"), _MAIN),  # it is called main
        (_github("on:\n  push:\n  pull_request: {branches: ['release/**']}"), _REQUESTS),
        (_github("on: {schedule: [{cron: '0 0 * * *'}]}"), _REQUESTS + _MAIN),
        (_github(_BOTH, "echo pytest later"), _TESTS),
        (_github(_BOTH, "pip install pytest tox"), _TESTS),
        ({f"examples/{_CI}": _github(_BOTH)[_CI]}, ["no pipeline"]),
        ({_CI: f"{_BOTH}\njobs:\n  t:\n    uses: ./.github/workflows/_run.yml\n", **_CALLED}, _NONE),
        ({_CI: "on:\n  push: {tags: ['v*']}\njobs:\n  t:\n    uses: ./.github/workflows/_run.yml\n", **_CALLED},
         _REQUESTS + _MAIN),
        (_CALLED, _REQUESTS + _MAIN),  # nobody calls it
        (_github(_BOTH, "make -j4") | {"Makefile": _MAKE_ALL}, _NONE),
        (_github(_BOTH, "make") | {"Makefile": _MAKE_BUILD}, _TESTS),
        (_github(_BOTH, "make build") | {"Makefile": _MAKE_ALL}, _TESTS),
        (_github(_BOTH, "yarn validate") | {"package.json": '{"scripts": {"validate": "yarn unit", "unit": "jest"}}'},
         _NONE),
        (_gitlab("  only: [branches]\n"), _NONE),
        (_gitlab("  only: [main]\n"), _REQUESTS),
        (_gitlab("  only:\n    changes: [src/**]\n"), _NONE),
        (_gitlab("  when: manual\n"), _REQUESTS + _MAIN),
        (_gitlab("  rules:\n    - when: manual\n"), _REQUESTS + _MAIN),
        (_gitlab("  rules:\n    - if: $CI_COMMIT_TAG\n      when: manual\n    - when: on_success\n"), _NONE),
        (_gitlab("  except: [tags]\n"), _NONE),
        (_gitlab("  except: [main]\n"), _MAIN),
        (_rule("$CI_PIPELINE_SOURCE == 'push'"), _NONE),
        (_rule("$CI_PIPELINE_SOURCE == 'merge_request_event'"), _MAIN),
        (_rule("$CI_COMMIT_BRANCH"), _NONE),
        (_rule("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"), _REQUESTS),
        (_rule("$CI_COMMIT_BRANCH != $CI_DEFAULT_BRANCH"), _MAIN),
        (_rule("$CI_PIPELINE_SOURCE == 'schedule'"), _REQUESTS + _MAIN),
        (_gitlab("  rules:\n    - if: $CI_COMMIT_TAG\n      when: never\n    - when: on_success\n"), _NONE),
        (_gitlab("workflow:\n  rules:\n    - if: $CI_COMMIT_BRANCH == 'main'\n"), _REQUESTS),
        ({".gitlab-ci.yml": ".base:\n  rules:\n    - if: $CI_COMMIT_TAG\nt:\n  extends: .base\n  script: [pytest]\n"},
         _REQUESTS + _MAIN),
        ({".gitlab-ci.yml": ".t:\n  script: [pytest]\nbuild:\n  script: [make]\n"}, _TESTS),
        (_bitbucket(f"  pull-requests:\n    '**':\n{_STEP}  branches:\n    master:\n{_STEP}"), _NONE),
        (_bitbucket(f"  pull-requests:\n    '**':\n{_STEP}"), _MAIN),
        (_bitbucket(f"  default:\n{_STEP}"), _NONE),
        (_bitbucket(f"  default:\n{_STEP}  branches:\n    main:\n      - step: {{script: [./deploy]}}\n"), _MAIN),
        (_bitbucket(f"  default:\n{_STEP}  branches:\n    'release/*':\n{_STEP}"), _NONE),
        (_bitbucket(f"  custom:\n    nightly:\n{_STEP}"), _REQUESTS + _MAIN),
        (_bitbucket(f"  tags:\n    'v*':\n{_STEP}"), _REQUESTS + _MAIN),
        (_azure(""), _NONE),
        (_azure("trigger:\n  branches:\n    include: [release/*]\npr: [main]\n"), _MAIN),
        (_azure("trigger: [develop]\n"), _MAIN),
        (_azure("trigger:\n  batch: true\n  branches:\n    include: [main]\n"), _NONE),
        (_azure("trigger:\n  branches:\n    exclude: [wip/*]\n"), _NONE),
        (_azure("trigger:\n  paths:\n    include: [src]\n"), _NONE),
        (_azure("trigger: [main]\npr: none\n"), _REQUESTS),
    ],
)  # fmt: skip
def test_when_and_what_a_pipeline_runs(tmp_path: Path, files: dict[str, str], wanted: list[str]) -> None:
    made = PlantedRepository(tmp_path / "piped")
    made.commit({"src/a.py": "a = 1\n", **files})
    outcome = looked_at(made, "FLO05")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("default", "events", "wanted"),
    [
        ("next", "on:\n  push: {branches: [next]}\n  pull_request: {branches: [next]}", _NONE),
        ("12.x", "on:\n  push: {branches: [12.x]}\n  pull_request: {branches: [12.x]}", _NONE),
        ("main", "on:\n  push: {branches: [next]}\n  pull_request: {branches: [next]}", _REQUESTS + _MAIN),
        ("develop", "on:\n  push: {branches: [develop]}\n  pull_request:", _NONE),
    ],
)
def test_the_default_branch_is_the_one_that_the_forge_names(
    tmp_path: Path, default: str, events: str, wanted: list[str]
) -> None:
    made = PlantedRepository(tmp_path / "named")
    made.commit({"src/a.py": "a = 1\n", **_github(events)})
    outcome = looked_at(made, "FLO05", forge=ForgeFacts(default_branch=default))
    assert tells(outcome, wanted), told_words(outcome)


_GITLAB = "stages: [build, test, scan, release]\n" + "".join(
    f"{one}:\n  stage: {one}\n  script: [make {one}]\n" for one in ("build", "test", "scan", "release")
)
_JOB = "    runs-on: x\n    steps: [{run: make}]\n"
_TAGS = "on:\n  push:\n    tags: ['v*']\njobs:\n"
_APART = {
    _CI: f"{_BOTH}\njobs:\n  build:\n{_JOB}  test:\n{_JOB}  codeql:\n{_JOB}",
    ".github/workflows/release.yml": f"{_TAGS}  package:\n{_JOB}  publish:\n    needs: package\n{_JOB}",
}
_TESTED_FIRST = {
    ".github/workflows/r.yml": f"{_TAGS}  test:\n{_JOB}  build:\n    needs: test\n{_JOB}"
    f"  deploy:\n    needs: build\n{_JOB}"
}
_BESIDE = {
    ".github/workflows/r.yml": f"{_TAGS}  scan:\n{_JOB}  build:\n{_JOB}  unit-tests:\n{_JOB}"
    f"  release:\n    needs: [scan, build, unit-tests]\n{_JOB}"
}
_REQUEST_SCAN = {
    ".gitlab-ci.yml": "stages: [build, test, scan, deploy]\nassemble:\n  stage: build\n  script: [make]\nunit:\n"
    "  stage: test\n  script: [pytest]\nlook:\n  stage: scan\n  script: [trivy]\n  rules:\n"
    "    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'\nout:\n  stage: deploy\n  script: [make]\n"
}
_NAMED = {
    ".github/workflows/r.yml": f"{_TAGS}  build:\n    name: Compile\n{_JOB}"
    f"  test:\n    name: Python ${{{{ matrix.python }}}} on ${{{{ matrix.os }}}}\n    needs: build\n{_JOB}"
    f"  publish:\n    name: Publish\n    needs: test\n{_JOB}"
}
_STAGED = {
    "azure-pipelines.yml": "stages:\n" + "".join(
        f"- stage: {one}\n  jobs: [{{job: j, steps: [{{script: make}}]}}]\n" for one in ("Build", "Test", "Deploy")
    )
}  # fmt: skip
_STEPPED = {
    "bitbucket-pipelines.yml": "pipelines:\n  tags:\n    'v*':\n" + "".join(
        f"      - step: {{name: {one}, script: [make]}}\n" for one in ("Build", "Test", "Deploy")
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("files", "ran", "wanted"),
    [
        ({".gitlab-ci.yml": _GITLAB}, "build test scan release", []),
        ({".gitlab-ci.yml": _GITLAB}, "build scan test release", ["not in order"]),
        ({".gitlab-ci.yml": _GITLAB}, "build release test scan", ["not in order"]),
        ({".gitlab-ci.yml": _GITLAB}, "build scan release", ["test did not run"]),
        (_APART, "package publish", []),  # tests and scans are declared for other things
        (_APART, "publish package", ["not in order"]),
        (_TESTED_FIRST, "test_(1) test_(2) build deploy", []),
        (_TESTED_FIRST, "build deploy", ["test did not run"]),
        (_TESTED_FIRST, "test build deploy-staging e2e deploy-production", []),
        (_BESIDE, "scan unit-tests build release", []),
        (_BESIDE, "unit-tests release build scan", ["not in order"]),
        (_REQUEST_SCAN, "build test deploy", []),
        (_STAGED, "Build Test Deploy", []),
        (_STAGED, "Build Deploy", ["test did not run"]),
        (_STEPPED, "Build Test Deploy", []),
        (_STEPPED, "Build Deploy", ["test did not run"]),
        ({}, "build publish test", ["not in order"]),
        ({}, "build test deploy smoke-test", []),
        ({}, "build deploy smokeTest", []),
        ({}, "build deploy smoke-test", []),  # it looks at what was released
        ({}, "build publish sbom", []),
        (_NAMED, "Compile Python_3.12_on_linux Publish", []),
        (_NAMED, "Compile Publish", ["test did not run"]),
        ({}, "attest deploy-latest membership-page", []),
    ],
)
def test_the_stages_of_the_last_release(tmp_path: Path, files: dict[str, str], ran: str, wanted: list[str]) -> None:
    made = PlantedRepository(tmp_path / "staged")
    made.commit({"src/a.py": "a = 1\n", **files})
    stages = tuple(one.replace("_", " ") for one in ran.split())
    outcome = looked_at(made, "FLO06", forge=ForgeFacts(runs=(_run(stages),)))
    assert tells(outcome, wanted), told_words(outcome)


def test_what_looks_at_a_release_is_known_in_names_of_pipelines(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "named")
    made.commit({"src/a.py": "a = 1\n"})
    for last, is_found in (("smoke_test", False), ("post_deploy_check", False), ("unit_test", True)):
        outcome = looked_at(made, "FLO06", forge=ForgeFacts(runs=(_run(("build", "deploy", last)),)))
        assert tells(outcome, ["not in order"] if is_found else []), last


def test_a_release_that_failed_is_none(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "failed")
    made.commit({".gitlab-ci.yml": _GITLAB})
    failed, good = _run(("build", "test"), "failure"), _run(("build", "test", "scan", "release"), ago=2.0)
    assert tells(looked_at(made, "FLO06", forge=ForgeFacts(runs=(failed,))), None)
    assert tells(looked_at(made, "FLO06", forge=ForgeFacts(runs=(failed, good))), [])


def _run(stages: tuple[str, ...], result: str = "success", ago: float = 1.0) -> RunFact:
    return RunFact(f"r{ago}", "c", result, NOW_S - ago * 86_400.0, 60.0, stages, release="v1")
