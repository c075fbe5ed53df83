"""Pipelines as projects write them: tasks, references and templates, and systems beside the forges. Proves G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_NONE, _MAIN, _REQUESTS, _TESTS = [], ["default branch"], ["pull requests"], ["no job runs the tests"]
_CI = ".github/workflows/ci.yml"
_BOTH = "on: [push, pull_request]\n"


def _azure(steps: str, path: str = "azure-pipelines.yml", **more: str) -> dict[str, str]:
    return {path: f"trigger: [main]\nsteps:\n{steps}", **more}


def _task(name: str, **inputs: str) -> dict[str, str]:
    told = "".join(f"    {key}: {value}\n" for key, value in inputs.items())
    return _azure(f"- task: {name}\n  inputs:\n{told or '    a: b'}\n")


def _gitlab(text: str) -> dict[str, str]:
    return {".gitlab-ci.yml": text}


def _github(steps: str, job: str = "", events: str = _BOTH) -> dict[str, str]:
    return {_CI: f"{events}jobs:\n  t:\n    runs-on: x\n{job}    steps:\n{steps}"}


_STEP = "- script: pytest\n"
_FOREIGN = "resources:\n  repositories:\n  - repository: shared\n    type: git\n    name: p/shared\n"
_RULES = ".r:\n  rules:\n    - if: {0}\nt:\n  script: [pytest]\n  rules:\n    - !reference [.r, rules]\n"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (_task("DotNetCoreCLI@2", command="test"), _NONE),
        (_task("DotNetCoreCLI@2", command="build"), _TESTS),
        (_task("VSTest@2"), _NONE),
        (_task("Maven@4", mavenPomFile="pom.xml"), _NONE),  # it packages unless it is told something else
        (_task("Maven@4", goals="package", options="-DskipTests"), _TESTS),
        (_task("Gradle@3", tasks="build"), _NONE),
        (_task("Gradle@3", tasks="assemble"), _TESTS),
        (_task("Npm@1", command="custom", customCommand="run test:ci"), _NONE),
        (_task("Npm@1", command="ci"), _TESTS),
        (_task("Go@0", command="test", arguments="./..."), _NONE),
        (_task("Bash@3", targetType="inline", script="tox -e py312"), _NONE),
        (_azure("- script: make\n  displayName: Run pytest\n"), _TESTS),
        (_azure("- pwsh: Invoke-Pester\n"), _NONE),
        (_azure(_STEP, ".azure-pipelines/ci.yml"), _NONE),
        (_azure(_STEP, ".azure/pipelines/ci.yml"), _NONE),
        (_azure(_STEP, "build/azure-pipelines.yml"), _NONE),
        (_azure(_STEP, "examples/azure-pipelines.yml"), ["no pipeline"]),
        (_azure("- template: steps/t.yml\n", "ci/azure-pipelines.yml", **{"ci/steps/t.yml": f"steps:\n{_STEP}"}),
         _NONE),
        (_azure("- template: /ci/t.yml@self\n", **{"ci/t.yml": f"steps:\n{_STEP}"}), _NONE),
        (_azure("- template: t.yml\n", **{"t.yml": "steps:\n- template: t.yml\n- script: make\n"}), _TESTS),
        ({"azure-pipelines.yml": f"trigger: [main]\n{_FOREIGN}extends:\n  template: py.yml@shared\n"}, _NONE),
        (_gitlab("spec:\n  inputs:\n    image: {default: x}\n---\nt:\n  script: [pytest]\n"), _NONE),
        (_gitlab(".t:\n  script: [pytest]\nt:\n  script:\n    - make\n    - !reference [.t, script]\n"), _NONE),
        (_gitlab(".t:\n  script: [make]\nt:\n  script:\n    - !reference [.t, script]\n"), _TESTS),
        (_gitlab(".t:\n  script:\n    - !reference [.t, script]\nt:\n  script:\n    - !reference [.t, script]\n"),
         _TESTS),
        (_gitlab(_RULES.format("$CI_PIPELINE_SOURCE == 'push'")), _NONE),
        (_gitlab(_RULES.format("$CI_COMMIT_TAG")), _REQUESTS + _MAIN),
        (_gitlab("t:\n  script: [pytest]\n  only: [merge_requests, /^main$/]\n"), _NONE),
        (_gitlab("t:\n  script: [pytest]\n  only: [merge_requests, /^release-.*$/]\n"), _MAIN),
        ({"bitbucket-pipelines.yml": "pipelines:\n  default:\n    import: shared:master:all\n"}, _NONE),
        ({"Jenkinsfile": "@Library('shared') _\nstandardBuild()\n"}, _NONE),
        ({"Jenkinsfile": "pipeline { stages { stage('b') { steps { sh 'make' } } } }\n"}, _TESTS),
        ({"ci/Jenkinsfile.linux": "node { sh 'pytest' }\n"}, _NONE),
        ({".gitea/workflows/ci.yml": _github("      - run: pytest\n")[_CI]}, _NONE),
        ({".forgejo/workflows/ci.yml": _github("      - run: pytest\n", events="on: push\n")[_CI]}, _REQUESTS),
        ({".tekton/pull.yaml": "spec:\n  tasks:\n  - steps:\n    - script: pytest\n"}, _NONE),
        ({".zuul.yaml": "- project:\n    templates: [openstack-python3-jobs]\n"}, _NONE),
        ({"buildspec.yml": "phases:\n  build:\n    commands: [pytest]\n"}, _NONE),
        ({"buildspec.yml": "phases:\n  build:\n    commands: [make]\n"}, _TESTS),
        ({".build.yml": "tasks:\n- t: pytest\n"}, _NONE),
        (_github("      - uses: gradle/actions/setup-gradle@v4\n        with: {arguments: build}\n"), _NONE),
        (_github("      - uses: gradle/gradle-build-action@v3\n        with:\n          arguments: |\n"
                 "            check\n            --scan\n"), _NONE),
        (_github("      - uses: gradle/gradle-build-action@v3\n      - run: ./gradlew assemble\n"), _TESTS),
        (_github("      - uses: nick-fields/retry@v3\n        with:\n          command: |\n            npm ci\n"
                 "            npm test\n"), _NONE),
    ],
)  # fmt: skip
def test_pipelines_as_projects_write_them(tmp_path: Path, files: dict[str, str], wanted: list[str]) -> None:
    outcome = judged(tmp_path, {"src/a.py": "a = 1\n", **files}, "FLO05")
    assert tells(outcome, wanted), told_words(outcome)


_RUN = "      - run: pytest\n"
_MATRIX = "    strategy:\n      matrix:\n"
_TASKS = "      - run: npm run ${{ matrix.task }}\n"


def _on(push: str, requests: str = "") -> dict[str, str]:
    return _github(_RUN, events=f"on:\n  push: {push}\n  pull_request: {requests}\n")


def _if(condition: str) -> dict[str, str]:
    return _github(_RUN, f'    if: "{condition}"\n')


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (_on("{branches-ignore: [main]}"), _MAIN),
        (_on("{branches-ignore: [gh-pages, 'dependabot/**']}"), _NONE),
        (_on("{branches-ignore: [gh-pages], tags: ['v*']}"), _NONE),
        (_on("", "{types: [closed]}"), _REQUESTS),
        (_on("", "{types: [opened, synchronize, closed]}"), _NONE),
        (_if("github.event_name == 'push'"), _REQUESTS),
        (_if("${{ github.ref == 'refs/heads/main' }}"), _REQUESTS),
        (_if("github.event_name == 'pull_request'"), _MAIN),
        (_if("startsWith(github.ref, 'refs/tags/v')"), _REQUESTS + _MAIN),
        (_if("!startsWith(github.ref, 'refs/tags/v')"), _NONE),
        (_if("github.event_name == 'push' || github.event.pull_request.head.repo.fork"), _NONE),
        (_if("github.event_name != 'pull_request'"), _NONE),  # it can be met in several ways: not judged
        (_if("github.repository == 'shop/web'"), _NONE),
        (_if("false"), _TESTS + _REQUESTS + _MAIN),
        (_github(_TASKS, f"{_MATRIX}        task: [lint, test]\n"), _NONE),
        (_github(_TASKS, f"{_MATRIX}        task: [lint, build]\n"), _TESTS),
        (_github("      - run: ${{ matrix.cmd }}\n", f"{_MATRIX}        include:\n          - cmd: npx vitest run\n"),
         _NONE),
        (_github("      - run: make ${{ matrix.a.run }} X=${{ matrix.b }}\n",
                 f"{_MATRIX}        a: [{{run: test}}]\n        b: [1, 2]\n"), _NONE),
    ],
)  # fmt: skip
def test_what_starts_a_job_and_what_its_matrix_makes_of_it(
    tmp_path: Path, files: dict[str, str], wanted: list[str]
) -> None:
    outcome = judged(tmp_path, {"src/a.py": "a = 1\n", **files}, "FLO05")
    assert tells(outcome, wanted), told_words(outcome)
