"""Workflows, limits of jobs and shell scripts in many shapes, and what only looks dangerous. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, looked_at, marked, tells, told_words

_PIN = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
_SAFE = f"      - uses: {_PIN}\n        with: {{persist-credentials: false}}\n"
_HEAD = "on: [push]\npermissions: {contents: read}\njobs:\n  t:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n"


@pytest.fixture
def made(tmp_path: Path) -> PlantedRepository:
    return PlantedRepository(tmp_path / "shop")


def _steps(*lines: str, head: str = _HEAD) -> str:
    return f"{head}    steps:\n" + "".join(f"      {line}\n" for line in lines)


_ISSUE = _HEAD.replace("[push]", "[issues, issue_comment]")
_TARGET = _HEAD.replace("on: [push]", "on: pull_request_target # TARGET")
_WORKFLOWS = {
    ".github/workflows/title.yml": _steps('- run: echo "${{ github.event.issue.title }}" # PLANT-SRV01', head=_ISSUE),
    ".github/workflows/body.yaml": _steps(
        "- name: Say", "  run: |", "    set -e", '    say "${{ github.event.comment.body }}" # PLANT-SRV01', head=_ISSUE
    ),
    ".github/workflows/head.yml": _steps("- run: git checkout ${{ github.head_ref }} # PLANT-SRV01"),
    ".github/workflows/script.yml": _steps(
        "- uses: actions/github-script@60a0d83039c74a4aee543508d2ffcb1c3799cdea # v7.0.1",
        "  with:",
        "    script: |",
        "      const title = `${{ github.event.pull_request.title }}`; // PLANT-SRV01",
    ),
    ".github/workflows/commit.yml": _steps("- run: echo ${{ github.event.head_commit.message }} # PLANT-SRV01"),
    ".github/workflows/target.yml": _steps(
        f"- uses: {_PIN}",
        "  with: {persist-credentials: false, ref: '${{ github.event.pull_request.head.sha }}'}",
        "- run: npm ci",
        head=_TARGET.replace("TARGET", "PLANT-SRV01"),
    ),
    ".github/actions/say/action.yml": "name: say\ninputs: {text: {}}\nruns:\n  using: composite\n  steps:\n"
    '    - shell: bash\n      run: echo "${{ github.event.pull_request.body }}" # PLANT-SRV01\n',
    ".github/workflows/env.yml": _steps(
        '- run: echo "$TITLE" # ${{ github.sha }} ${{ github.run_id }}',
        "  env: {TITLE: '${{ github.event.issue.title }}', KEY: '${{ secrets.KEY }}'}",
        "- if: ${{ github.event.issue.title == 'x' }}",
        "  run: echo ${{ matrix.os }} ${{ github.event.number }} ${{ github.event.pull_request.number }}",
        "# - run: echo ${{ github.event.issue.title }}",
        "- name: Say ${{ github.event.issue.title }}",
        "  uses: actions/labeler@634933edcd8ababfe52f92936142cc22ac488b1b # v6.0.1",
        "  with: {title: '${{ github.event.issue.title }}'}",
        head=_ISSUE.replace("    runs-on", "    strategy: {matrix: {os: [a, b]}}\n    runs-on"),
    ),
    "docs/examples/.github/workflows/bad.yml": _steps("- run: echo ${{ github.event.issue.title }}", head=_ISSUE),
    ".github/workflow-templates/notes.md": "run: echo ${{ github.event.issue.title }}\n",
}


def test_what_outsiders_can_inject(made: PlantedRepository) -> None:
    made.commit(_WORKFLOWS)
    found = {one.place for one in looked_at(made, "SRV01").findings}
    wanted = marked(_WORKFLOWS, "SRV01")
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


def _allowed(top: str, job: str = "", events: str = "[push]") -> str:
    return f"on: {events}\n{top}jobs:\n  t:\n    runs-on: x\n    timeout-minutes: 5\n{job}    steps:\n{_SAFE}"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        (_allowed("permissions: write-all\n"), True),
        (_allowed(""), True),
        (_allowed("permissions: {contents: write, packages: write}\n") + "  u:\n    runs-on: x\n"
        "    steps: [{run: make}]\n",
         True),
        (_allowed("permissions: {}\n", "    permissions: write-all\n"), True),
        (_allowed("", events="[pull_request]"), True),
        (_allowed("permissions:\n  contents: read\n"), False),
        (_allowed("permissions: {}\n", "    permissions: {contents: write}\n"), False),
        (_allowed("", "    permissions: {contents: read}\n"), False),
        (_allowed("permissions: {contents: read}\n", "    permissions: {id-token: write, packages: write}\n"), False),
        (_allowed("permissions: {}\n"), False),
        (_allowed("permissions: {}\n", "    # permissions: write-all\n"), False),
    ],
)  # fmt: skip
def test_what_a_token_may(made: PlantedRepository, text: str, is_found: bool) -> None:
    made.commit({".github/workflows/ci.yml": text})
    outcome = looked_at(made, "SRV02")
    assert bool(outcome.findings) is is_found, told_words(outcome)


_USED = {
    ".github/workflows/uses.yml": _steps(
        "- uses: actions/setup-python@v5 # PLANT-SRV03",
        "- uses: actions/setup-node@main # PLANT-SRV03",
        "- uses: some/action/sub@1a2b3c4 # PLANT-SRV03",
        "- uses: docker://alpine:3.19 # PLANT-SRV03",
        "- uses: \"other/action@v1.2.3\" # PLANT-SRV03",
        f"- uses: {_PIN}",
        "  with: {persist-credentials: false}",
        "- uses: ./.github/actions/own",
        "- uses: docker://alpine@sha256:" + "a" * 64,
        "# - uses: actions/cache@v4",
        "- run: |",
        "    echo 'uses: actions/cache@v4'",
    ),
    ".github/workflows/call.yml": "on: [push]\npermissions: {}\njobs:\n  a:\n"
    "    uses: org/repo/.github/workflows/x.yml@v1 # PLANT-SRV03\n  b:\n    uses: ./.github/workflows/uses.yml\n",
    ".github/workflows/image.yml": "on: [push]\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 5\n"
    "    container: node:20 # PLANT-SRV03\n    services:\n      db:\n        image: postgres:16 # PLANT-SRV03\n"
    f"      ok:\n        image: redis@sha256:{'b' * 64}\n    steps: [{{run: make}}]\n",
    ".github/actions/own/action.yml": "name: own\nruns:\n  using: composite\n  steps:\n"
    "    - uses: actions/cache@v4 # PLANT-SRV03\n",
    "action.yml": "name: root\nruns:\n  using: composite\n  steps:\n    - uses: actions/cache@v3 # PLANT-SRV03\n",
    "examples/.github/workflows/x.yml": _steps("- uses: actions/setup-python@v5"),
}  # fmt: skip


def test_what_is_used_by_a_name_that_can_move(made: PlantedRepository) -> None:
    made.commit(_USED)
    found = {one.place for one in looked_at(made, "SRV03").findings}
    wanted = marked(_USED, "SRV03")
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


_KEPT = {
    ".github/workflows/a.yml": _steps(
        f"- uses: {_PIN} PLANT-SRV04",
        "- uses: actions/checkout@v4 # PLANT-SRV04",
        "  with: {fetch-depth: 0}",
        f"- uses: {_PIN}",
        "  with: {persist-credentials: false}",
        f"- uses: {_PIN}",
        "  with:",
        "    fetch-depth: 0",
        "    persist-credentials: 'false'",
        "# - uses: actions/checkout@v4",
        "- uses: other/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
    ),
    ".github/workflows/b.yaml": _steps("- name: Get", "  uses: actions/checkout@v4 # PLANT-SRV04", "- run: make"),
    ".github/actions/own/action.yml": "name: own\nruns:\n  using: composite\n  steps:\n"
    "    - uses: actions/checkout@v4 # PLANT-SRV04\n",
}


def test_credentials_that_a_checkout_leaves_behind(made: PlantedRepository) -> None:
    made.commit(_KEPT)
    outcome = looked_at(made, "SRV04")
    found, wanted = {one.place for one in outcome.findings}, marked(_KEPT, "SRV04")
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


_JOB = "  t:\n    runs-on: x\n{0}    steps: [{{run: make}}]\n"


def _limited(job: str = "", top: str = "") -> dict[str, str]:
    return {".github/workflows/ci.yml": f"on: [push]\n{top}permissions: {{}}\njobs:\n{_JOB.format(job)}"}


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (_limited(), ["ci.yml:4"]),
        (_limited("    # timeout-minutes: 5\n"), ["ci.yml:4"]),
        (_limited("    env: {timeout-minutes: 5}\n"), ["ci.yml:4"]),
        ({".github/workflows/a.yml": "on: [push]\njobs:\n" + _JOB.format("") + _JOB.format("").replace("t:", "u:")},
         ["a.yml:3", "a.yml:6"]),
        (_limited("    timeout-minutes: 10\n"), []),
        (_limited("    timeout-minutes: ${{ fromJSON(inputs.limit) }}\n"), []),
        ({".github/workflows/ci.yml": "on: [push]\njobs:\n  t:\n    uses: ./.github/workflows/x.yml\n"}, []),
        ({".gitlab-ci.yml": "default:\n  timeout: 10m\nt:\n  script: [make]\n"}, None),
        ({".gitlab-ci.yml": ".t:\n  timeout: 10m\nt:\n  extends: .t\n  script: [make]\n"}, None),
        ({"azure-pipelines.yml": "jobs:\n- job: t\n  timeoutInMinutes: 10\n  steps: [{script: make}]\n"}, None),
        ({"bitbucket-pipelines.yml": "options: {max-time: 5}\npipelines:\n  default:\n  - step: {script: [make]}\n"},
         None),
        ({"Makefile": "all:\n"}, None),
    ],
)  # fmt: skip
def test_jobs_without_an_end(made: PlantedRepository, files: dict[str, str], wanted: list[str] | None) -> None:
    made.commit({"a.py": "1\n", **files})
    outcome = looked_at(made, "SRV08")
    assert tells(outcome, wanted), told_words(outcome)


_SCRIPTS = {
    "run.sh": '#!/bin/sh\nset -eu\nrm $@ # PLANT-SRV09\nfor one in $(ls *.txt); do # PLANT-SRV09\n  echo "$one"\n'
    "done\n",
    "tools/x.bash": '#!/usr/bin/env bash\nprintf "%s\\n" $@ # PLANT-SRV09\n',
    "bin/release": "#!/usr/bin/env -S bash -e\ngit tag $* && rm $@ # PLANT-SRV09\n",
    ".githooks/pre-commit": "#!/bin/sh\nexec make $@ # PLANT-SRV09\n",
    "packages/a/scripts/x.sh": '#!/bin/bash\nif [ -z "$1" ]; then # PLANT-SRV09\n  echo x\n',
    "ok/quoted.sh": '#!/bin/sh\nrm -- "$@"\nfor one in *.txt; do\n  [ -e "$one" ] || continue\ndone\n',
    "ok/told.sh": "#!/bin/sh\n# shellcheck disable=SC2068\nrm $@\n",
    "ok/said.sh": '# shellcheck shell=bash\nsay() { local a=1; echo "$a"; }\n',
    "ok/sourced.sh": 'say() {\n  echo "$1"\n}\n',
    "ok/here.sh": "#!/bin/sh\ncat <<'END'\nrm $@\nEND\n",
    "ok/jinja.sh": "#!/bin/bash\n{% if x %}\necho {{ y }}\n{% endif %}\n",
    "ok/chart.sh": "#!/bin/bash\n{{- if .Values.x }}\nmake\n{{- end }}\n",
    "ok/erb.sh": "#!/bin/bash\nexport X=<%= @x %>\n",
    "told.sh": "#!/bin/bash\ndocker inspect -f '{{.State}}' x\nif [ $# -lt 1]; then make; fi # PLANT-SRV09\n",
    "ok/x.zsh": "#!/bin/zsh\nrm $@\n",
    "ok/x.fish": "#!/usr/bin/env fish\nrm $argv\n",
    "ok/tool": "#!/usr/bin/env python3\nprint('rm $@')\n",
    "ok/x.sh.j2": "#!/bin/sh\nrm $@ {{ x }}\n",
    "gradlew": "#!/bin/sh\nexec java $@\n",
    "vendor/x.sh": "#!/bin/sh\nrm $@\n",
    "node_modules/a/x.sh": "#!/bin/sh\nrm $@\n",
    "tests/fixtures/x.sh": "#!/bin/sh\nrm $@\n",
    "docs/shell.md": "```sh\nrm $@\n```\n",
}


def test_mistakes_of_shell_scripts(made: PlantedRepository) -> None:
    made.write(_SCRIPTS)
    for path in _SCRIPTS:
        (made.folder / path).chmod(0o755 if not Path(path).suffix or path.endswith("commit") else 0o644)
    made.commit({})
    outcome = looked_at(made, "SRV09")
    found, wanted = {one.place for one in outcome.findings}, marked(_SCRIPTS, "SRV09")
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))
