"""Findings belong to their own job, whatever else in a workflow is called like it. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from console.audits.workflow_part import workflow_parts
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted_repository import PlantedRepository, found, judged, marked, tells, told_words

_PATH = ".github/workflows/w.yml"
_PIN = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
_HEAD = "on: push\npermissions: {contents: read}\njobs:\n"


def _job(name: str, *steps: str) -> str:
    rows = "".join(f"      - {one}\n" for one in (f"uses: {_PIN}", *steps))
    return f"  {name}:\n    runs-on: x\n    timeout-minutes: 5\n    steps:\n{rows}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("on:\n  build:\njobs:\n  build:\n    a: b\n  'b-c': # x\n    a: b\n", [("build", 4), ("b-c", 6)]),
        ("jobs: # all\n\n  # one\n  a: &a\n    env:\n      b: c\n  b:\n    run: |\n      a:\n", [("a", 4), ("b", 7)]),
        ("jobs:\n  a:\n    b: c\nenv:\n  d: e\n", [("a", 2)]),
        ("jobs:\n- a: b\n", []), ("jobs: {a: {b: c}}\n", []), ("runs:\n  steps: []\n", []), ("jobs:\n", []), ("", []),
    ],
)  # fmt: skip
def test_where_jobs_stand(text: str, wanted: list[tuple[str, int]]) -> None:
    parts = workflow_parts(text)
    assert [(one.name, one.line) for one in parts] == wanted
    assert all(text.split("\n")[one.line - 1] == one.text.split("\n")[0] for one in parts)


def test_a_job_that_is_called_like_its_event_is_limited_and_not_the_event(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "named")
    text = (
        "on:\n  release:\n    types: [published]\npermissions: {}\njobs:\n"
        "  release: # PLANT-SRV08\n    runs-on: x\n    steps: [{run: make}]\n"
    )
    made.commit({_PATH: text})
    (one,) = found(made.audit(AuditName.SERVANT), "SRV08")
    assert {one.place} == marked({_PATH: text}, "SRV08")
    (tmp_path / "mend.patch").write_text(one.patch)
    made.git("apply", str(tmp_path / "mend.patch"))
    made.commit({})
    assert "  release:\n    types: [published]\n" in (made.folder / _PATH).read_text()
    assert found(made.audit(AuditName.SERVANT), "SRV08") == ()


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({_PATH: _HEAD + _job("a", "run: git push")}, []),
        ({_PATH: _HEAD + _job("a", "run: git push") + _job("b", "run: make")}, ["w.yml:14"]),
        ({_PATH: _HEAD + _job("a", "run: make # no git push")}, ["w.yml:8"]),
        ({_PATH: _HEAD + _job("a", "run: ./tools/ship.sh"), "tools/ship.sh": "git push --tags\n"}, []),
        ({_PATH: _HEAD + _job("a", "run: ./tools/ship.sh"), "tools/ship.sh": "make\n"}, ["w.yml:8"]),
        ({_PATH: _HEAD + _job("a", "run: mkdocs gh-deploy --force")}, []),
        ({_PATH: _HEAD + _job("a", "run: npx lerna publish")}, []),
        ({_PATH: _HEAD + _job("a", "run: mvn -B release:prepare release:perform")}, []),
        ({_PATH: _HEAD + _job("a", "uses: EndBug/add-and-commit@a94899bca583c204427a224a7af87c02f9b325d5")}, []),
        ({_PATH: _HEAD + _job("a", "run: docker push x")}, ["w.yml:8"]),
    ],
)  # fmt: skip
def test_credentials_are_kept_for_the_job_that_pushes(tmp_path: Path, files: dict[str, str], wanted: list[str]) -> None:
    outcome = judged(tmp_path, files, "SRV04")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(("command", "is_patched"), [("make", True), ("git fetch --tags origin", False)])
def test_credentials_that_a_later_step_may_need_are_taken_away_by_a_person(
    tmp_path: Path, command: str, is_patched: bool
) -> None:
    (one,) = judged(tmp_path, {_PATH: _HEAD + _job("a", f"run: {command}")}, "SRV04").findings
    assert bool(one.patch) is is_patched


_BUILDER = "slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml"
_CALL = "on: push\npermissions: {}\njobs:\n  a:\n    uses: "
_IMAGE = _HEAD + _job("a").replace("    steps", "    container:\n      image: IMAGE\n    steps")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{_CALL}{_BUILDER}@v2.1.0\n", []),  # it works by its version alone
        (f"{_CALL}{_BUILDER}@main\n", ["w.yml:5"]),
        (f"{_CALL}shop/ci/.github/workflows/all.yml@v2.1.0\n", ["w.yml:5"]),
        (_IMAGE.replace("IMAGE", "${{ needs.b.outputs.image }}"), []),  # nobody knows which it is
        (_IMAGE.replace("IMAGE", "ghcr.io/shop/ci:1.2"), ["w.yml:8"]),
    ],
)
def test_what_cannot_be_pinned_and_what_is_not_known(tmp_path: Path, text: str, wanted: list[str]) -> None:
    outcome = judged(tmp_path, {_PATH: text}, "SRV03")
    assert tells(outcome, wanted), told_words(outcome)
