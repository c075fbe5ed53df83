"""The audit of automation and bots over planted faults and traps. Proves G1.2 and the precision of G1.11."""

from pathlib import Path

import pytest

from console.audits.audit_run import RepositoryReport
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.forge_facts import ForgeFacts, ReviewFact, RunFact
from tests.fakes.planted_repository import PlantedRepository, found, marked, places

_PIN = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
FILES: dict[str, str] = {
    ".github/workflows/bad.yml": f"""name: bad
on: [pull_request]
jobs: # PLANT-SRV02
  test: # PLANT-SRV08
    runs-on: ubuntu-latest
    steps:
      - uses: {_PIN} PLANT-SRV04
      - uses: actions/setup-python@v5 # PLANT-SRV03
      - run: echo "${{{{ github.event.pull_request.title }}}}" # PLANT-SRV01
""",
    ".github/workflows/target.yml": f"""name: target
on: pull_request_target # PLANT-SRV01
permissions: {{}}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: {_PIN}
        with:
          ref: ${{{{ github.event.pull_request.head.sha }}}}
          persist-credentials: false
      - run: make test
""",
    ".github/workflows/label.yml": """name: label
on: pull_request_target
permissions: {}
jobs:
  label:
    permissions:
      pull-requests: write
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/labeler@634933edcd8ababfe52f92936142cc22ac488b1b # v6.0.1
""",
    ".github/workflows/good.yml": f"""name: good
on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  call:
    uses: ./.github/workflows/label.yml
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: {_PIN}
        with:
          persist-credentials: false
      - run: echo "$TITLE"
        env:
          TITLE: ${{{{ github.event.head_commit.message }}}}
""",
    "zizmor.yml": "rules:\n  template-injection:\n    disable: true\n",
    "pyproject.toml": "[project]\nname = 'shop'\ndependencies = ['httpx']\n",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("servant") / "shop")
    made.commit(FILES)
    return made


@pytest.fixture(scope="module")
def report(planted: PlantedRepository) -> RepositoryReport:
    return planted.audit(AuditName.SERVANT)


@pytest.mark.parametrize("rule", ["SRV01", "SRV03", "SRV04", "SRV08"])
def test_every_planted_fault_is_found_and_no_trap_is(report: RepositoryReport, rule: str) -> None:
    assert places(report, rule) == marked(FILES, rule)


def test_permissions_that_nobody_narrowed_are_told_once_a_workflow(report: RepositoryReport) -> None:
    assert [one.path for one in found(report, "SRV02")] == [".github/workflows/bad.yml"]


@pytest.mark.parametrize("rule", ["SRV02", "SRV04", "SRV05", "SRV08"])
def test_safe_corrections_apply_and_the_finding_is_gone(tmp_path: Path, rule: str) -> None:
    made = PlantedRepository(tmp_path / "mended")
    made.commit(FILES)
    (one,) = found(made.audit(AuditName.SERVANT), rule)
    (tmp_path / "mend.patch").write_text(one.patch)
    made.git("apply", str(tmp_path / "mend.patch"))
    made.commit({})
    assert found(made.audit(AuditName.SERVANT), rule) == ()


def test_an_update_bot_that_sleeps_is_found_and_one_that_works_is_not(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "bots")
    made.commit(
        {
            "package.json": '{"dependencies": {"left": "1"}}',
            ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: npm\n",
        }
    )
    made.day = 20
    made.commit({"a.js": "1\n"})
    assert places(made.audit(AuditName.SERVANT), "SRV05") == {".github/dependabot.yml"}
    made.commit(
        {"package.json": '{"dependencies": {"left": "2"}}'},
        "Bump left from 1.0 to 1.1",
        author="dependabot[bot] <1+d[bot]@users.x>",
    )
    assert found(made.audit(AuditName.SERVANT), "SRV05") == ()


def test_a_pipeline_that_fails_often_or_by_chance_is_found(planted: PlantedRepository) -> None:
    good = tuple(RunFact(str(n), str(n), "success", 100.0 * n, 60.0) for n in range(20))
    assert _forge(planted, "SRV07", ForgeFacts(runs=good)) == ()
    assert _forge(planted, "SRV07", ForgeFacts()) == ()
    failed = tuple(RunFact(f"f{n}", f"f{n}", "failure", 100.0 * n, 60.0) for n in range(5))
    again = tuple(RunFact(f"a{n}", f"f{n}", "success", 100.0 * n, 60.0, attempt=2) for n in range(5))
    assert [one.evidence for one in _forge(planted, "SRV07", ForgeFacts(runs=good + failed))] == [
        "20 % of 25 runs failed"
    ]
    assert len(_forge(planted, "SRV07", ForgeFacts(runs=good + failed + again))) == 2


def test_another_pipeline_on_the_same_commit_is_no_second_try_and_releases_are_no_runs_of_the_branch(
    tmp_path: Path,
) -> None:
    made = PlantedRepository(tmp_path / "pipelines")
    made.commit({"src/a.py": "a = 1\n"})
    green = [RunFact(str(n), f"c{n}", "success", float(n), 60.0, workflow="test") for n in range(30)]
    other = RunFact("x", "c7", "failure", 7.0, 60.0, workflow="docs")
    releases = [RunFact(f"r{n}", f"t{n}", "failure", float(n), 60.0, release=f"v{n}") for n in range(30)]
    assert _forge(made, "SRV07", ForgeFacts(runs=(*green, other, *releases))) == ()
    again = RunFact("y", "c8", "failure", 8.0, 60.0, workflow="test")
    nine = RunFact("z", "c9", "failure", 9.0, 60.0, workflow="test")
    assert len(_forge(made, "SRV07", ForgeFacts(runs=(*green, again, nine)))) == 1


def test_bots_with_rights_and_bots_that_nobody_reviews_are_found(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "rights")
    made.commit({"a.py": "1\n"}, "Begin")
    made.commit({"a.py": "2\n"}, "Bump x (#3)", author="renovate[bot] <r@x.example>")
    direct = made.commit({"a.py": "3\n"}, "Format", author="format[bot] <f@x.example>")
    reviews = (
        ReviewFact(3, "renovate[bot]", ("ann",), merged_by="ann"),
        ReviewFact(4, "renovate[bot]", (), merged_by="renovate[bot]"),
        ReviewFact(5, "abbot", (), merged_by="abbot"),
    )
    forge = ForgeFacts(reviews=reviews, admins=("ann", "deploy-bot", "talbot"))
    told = _forge(made, "SRV10", forge)
    assert {one.commit or one.evidence.partition(" ")[0] for one in told} == {direct, "deploy-bot", "#4"}


def test_mistakes_in_shell_scripts_are_found_and_good_scripts_and_material_of_tests_are_not(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shell")
    made.commit(
        {
            "run.sh": "#!/bin/sh\nrm $@\n",
            "bin/deploy": "#!/usr/bin/env bash\nset -e\nif [ $1 = x ]; then\n  rm $@\nfi\n",
            ".githooks/pre-push": "#!/bin/sh\nrm $@\n",
            "scripts/README": "#!/bin/ship\nrm $@\n",
            "good.sh": '#!/bin/sh\necho "$1"\nrm -- "$@"\n',
            "bin/tool": "#!/usr/bin/env python3\nprint('rm $@')\n",
            "tests/data/broken.sh": "#!/bin/sh\nrm $@\n",
            "vendor/x.sh": "#!/bin/sh\nrm $@\n",
            "prompt.zsh": "#!/bin/zsh\nrm $@\n",
            ".shellcheckrc": "disable=all\n",
        }
    )
    for program in ("bin/deploy", "bin/tool"):
        (made.folder / program).chmod(0o755)
    made.commit({}, "Make them programs")
    report = made.audit(AuditName.SERVANT)
    assert places(report, "SRV09") == {"run.sh:2", "bin/deploy:4", ".githooks/pre-push:2"}


def _forge(made: PlantedRepository, rule: str, forge: ForgeFacts) -> tuple[Finding, ...]:
    return found(made.audit(AuditName.SERVANT, forge=forge), rule)
