"""The audit of the declared stages of change over planted facts and traps. Proves G1.2 and the precision of G1.11."""

from pathlib import Path

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.forge_facts import ForgeFacts, ProtectionFact, ReviewFact, RunFact
from console.domain.audit.rule_outcome import RuleOutcome
from tests.fakes.planted_repository import NOW_S, PlantedRepository

_DAY = 86_400.0
_GITHUB = "on:\n  {events}\njobs:\n  test:\n    runs-on: x\n    steps: [{{run: make test}}]\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("flow") / "shop")
    made.commit({"src/a.py": "a = 1\n"}, "Begin")
    return made


def _told(made: PlantedRepository, rule: str, forge: ForgeFacts = ForgeFacts()) -> tuple[Finding, ...]:  # noqa: B008
    return _outcome(made, rule, forge).findings


def _outcome(made: PlantedRepository, rule: str, forge: ForgeFacts) -> RuleOutcome:
    report = made.audit(AuditName.FLOW, forge=forge)
    (outcome,) = [one for result in report.results for one in result.outcomes if one.rule == rule]
    assert outcome.state != "not-run", outcome.note
    return outcome


@pytest.mark.parametrize("rule", ["FLO01", "FLO02", "FLO03", "FLO04", "FLO06", "FLO07", "FLO08"])
def test_what_the_forge_did_not_tell_is_neither_good_nor_bad(shop: PlantedRepository, rule: str) -> None:
    outcome = _outcome(shop, rule, ForgeFacts())
    assert outcome.state == "not-applicable"
    assert outcome.score is None


def test_a_branch_that_can_be_rewritten_is_found(shop: PlantedRepository) -> None:
    open_ = ForgeFacts(protection=ProtectionFact(forbids_force_push=False, forbids_deletion=True))
    assert len(_told(shop, "FLO01", open_)) == 1
    kept = ForgeFacts(protection=ProtectionFact(forbids_force_push=True, forbids_deletion=True))
    assert _told(shop, "FLO01", kept) == ()


def test_reviews_that_are_missing_stale_or_by_the_author_and_red_merges_are_found(shop: PlantedRepository) -> None:
    reviews = (
        ReviewFact(1, "ann", ("bo",), merged_s=1.0),
        ReviewFact(2, "ann", (), merged_s=2.0),
        ReviewFact(3, "ann", ("ann",), merged_s=3.0),
        ReviewFact(4, "bo", ("ann",), merged_s=4.0, pushed_after_approval=True),
        ReviewFact(5, "bo", ("ann",), merged_s=5.0, checks_failed=True),
    )
    forge = ForgeFacts(reviews=reviews)

    def numbers(rule: str) -> set[str]:
        return {one.evidence.partition(" ")[0] for one in _told(shop, rule, forge)}

    assert numbers("FLO02") == {"#3", "#2"}
    assert numbers("FLO07") == {"#4", "#3"}
    assert numbers("FLO03") == {"#5"}
    bare = ForgeFacts(reviews=reviews[:1], protection=ProtectionFact(required_reviews=0, required_checks=()))
    assert len(_told(shop, "FLO02", bare)) == 1
    assert len(_told(shop, "FLO03", bare)) == 1


def test_commits_beside_pull_requests_are_found_and_squashes_and_merges_are_not(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "direct")
    made.commit({"a.py": "1\n"}, "Begin")
    made.commit({"a.py": "2\n"}, "Before the forge was asked")
    first = made.commit({"a.py": "3\n"}, "Rebased by the forge")
    made.commit({"a.py": "4\n"}, "Squashed (#12)")
    direct = made.commit({"a.py": "5\n"}, "Straight in")
    made.git("checkout", "-q", "-b", "topic")
    made.commit({"b.py": "1\n"}, "On the topic")
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "-m", "Merge pull request #13 from topic", "topic",
             GIT_COMMITTER_DATE=f"{int(NOW_S - _DAY)} +0000")  # fmt: skip
    merged_s = float(made.git("log", "-1", "--format=%ct", first))
    forge = ForgeFacts(reviews=(ReviewFact(11, "ann", ("bo",), merge_commit=first, merged_s=merged_s),))
    assert {one.commit for one in _told(made, "FLO04", forge)} == {direct}


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        ({}, {"no pipeline"}),
        ({".github/workflows/ci.yml": _GITHUB.format(events="push:\n  pull_request:")}, set()),
        ({".github/workflows/ci.yml": _GITHUB.format(events="push:\n    branches: [main]")}, {"pull requests"}),
        ({".github/workflows/ci.yml": _GITHUB.format(events="pull_request:")}, {"default branch"}),
        (
            {".github/workflows/ci.yml": _GITHUB.format(events="push:\n    tags: ['v*']")},
            {"pull requests", "default branch"},
        ),
        (
            {".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  docs:\n    steps: [{run: make html}]\n"},
            {"no job"},
        ),
        ({".gitlab-ci.yml": "test:\n  script: [pytest]\n"}, set()),
        (
            {".gitlab-ci.yml": "test:\n  script: [pytest]\n  rules:\n    - if: $CI_COMMIT_TAG\n"},
            {"pull requests", "default branch"},
        ),
        ({"bitbucket-pipelines.yml": "pipelines:\n  default:\n    - step:\n        script: [npm test]\n"}, set()),
        (
            {"bitbucket-pipelines.yml": "pipelines:\n  branches:\n    main:\n      - step: {script: [npm test]}\n"},
            {"pull requests"},
        ),
        ({"azure-pipelines.yml": "trigger: [main]\nsteps:\n  - script: dotnet test\n"}, set()),
        ({"azure-pipelines.yml": "trigger: none\nsteps:\n  - script: dotnet test\n"}, {"default branch"}),
        ({"Jenkinsfile": "pipeline { stages { stage('t') { steps { sh 'mvn -B verify' } } } }\n"}, set()),
    ],
)
def test_a_pipeline_runs_the_tests_for_requests_and_the_default_branch(
    tmp_path: Path, files: dict[str, str], missing: set[str]
) -> None:
    made = PlantedRepository(tmp_path / "piped")
    made.commit({"src/a.py": "a = 1\n", **files})
    told = {one.evidence for one in _told(made, "FLO05")}
    assert len(told) == len(missing)
    assert all(any(word in one for one in told) for word in missing)


def test_a_release_that_skips_a_stage_or_changes_their_order_is_found(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "staged")
    stages = "".join(
        f"{one}:\n  stage: {one}\n  script: [make {one}]\n" for one in ("build", "test", "scan", "release")
    )
    made.commit({".gitlab-ci.yml": stages})

    def release(*ran: str) -> ForgeFacts:
        return ForgeFacts(runs=(RunFact("1", "c", "success", NOW_S - _DAY, 60.0, ran, release="v1"),))

    assert _told(made, "FLO06", release("build", "test", "scan", "release")) == ()
    assert [one.evidence for one in _told(made, "FLO06", release("build", "test", "release"))] == ["scan did not run"]
    assert len(_told(made, "FLO06", release("build", "release", "test", "scan"))) == 1


def test_delivery_is_shown_and_not_scored(shop: PlantedRepository) -> None:
    runs = (
        RunFact("1", "c", "failure", NOW_S - 2 * _DAY, 0.0, release="v1"),
        RunFact("2", "c", "success", NOW_S - _DAY, 0.0, release="v2"),
    )
    outcome = _outcome(shop, "FLO08", ForgeFacts(runs=runs))
    assert outcome.score is None
    assert "2 releases" in outcome.note
    assert "recovery 24.0 h" in outcome.note


def test_a_bypass_without_follow_up_is_found(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "bypass")
    made.day = 100
    made.commit({"src/a.py": "1\n"}, "Begin")
    made.commit({"src/a.py": "2\n"}, "Stop the loss [skip ci]")
    made.commit({"src/a.py": "3\n"}, "Test what stopped the loss")
    made.commit({"README.md": "x\n"}, "Words [skip ci]")
    lost = made.commit({"src/b.py": "2\n"}, "Switch it off [ci skip]")
    made.day -= 10
    made.commit({"src/b.py": "3\n"}, "Switch it on")
    admin = made.commit({"src/c.py": "1\n"}, "Merged by force (#9)")
    made.day -= 10
    made.commit({"src/d.py": "1\n"}, "Go on")
    forge = ForgeFacts(reviews=(ReviewFact(9, "ann", ("bo",), merge_commit=admin, is_bypass=True),))
    assert {one.commit for one in _told(made, "FLO09", forge)} == {lost, admin}


def test_commits_that_the_forge_rebased_or_fast_forwarded_belong_to_their_pull_request(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "rebased")
    made.commit({"a.py": "1\n"}, "Begin")
    moment = f"{int(NOW_S - 50 * _DAY)} +0000"
    made.write({"a.py": "2\n"})
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "First of two", GIT_COMMITTER_DATE=moment)
    made.git("commit", "-q", "--allow-empty", "-m", "Second of two", GIT_COMMITTER_DATE=moment)
    rebased = made.git("rev-parse", "HEAD")
    made.day = 40
    one = made.commit({"b.py": "1\n"}, "One that came as it was")
    two = made.commit({"b.py": "2\n"}, "Another")
    direct = made.commit({"b.py": "3\n"}, "Straight in")
    reviews = (
        ReviewFact(1, "ann", ("bo",), rebased, NOW_S - 50 * _DAY),
        ReviewFact(2, "ann", ("bo",), two, NOW_S - 38 * _DAY, commits=(one, two)),
    )
    assert {each.commit for each in _told(made, "FLO04", ForgeFacts(reviews=reviews))} == {direct}


def test_a_merge_past_the_rules_is_followed_up_by_a_change_of_what_it_brought(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "urgent")
    made.commit({"a.py": "1\n"}, "Begin")

    def merged(topic: str, day: int) -> str:
        made.git("checkout", "-q", "-b", topic)
        made.day = day
        made.commit({f"{topic}.py": "1\n"}, f"Work on {topic}")
        made.git("checkout", "-q", "main")
        made.git("merge", "-q", "--no-ff", "-m", f"Merge {topic}", topic,
                 GIT_COMMITTER_DATE=f"{int(NOW_S - (day - 1) * _DAY)} +0000")  # fmt: skip
        return made.git("rev-parse", "HEAD")

    followed = merged("pay", 40)
    made.day = 38
    made.commit({"pay.py": "2\n"}, "Test what was merged in haste (#7)")
    forgotten = merged("ship", 20)
    reviews = tuple(
        ReviewFact(number, "ann", ("bo",), commit, is_bypass=True)
        for number, commit in enumerate((followed, forgotten))
    )
    assert {one.commit for one in _told(made, "FLO09", ForgeFacts(reviews=reviews))} == {forgotten}


def test_a_person_who_merges_what_a_bot_proposes_has_seen_it(shop: PlantedRepository) -> None:
    reviews = (
        ReviewFact(1, "dependabot[bot]", (), merged_by="ann"),
        ReviewFact(2, "dependabot[bot]", (), merged_by="mergify[bot]"),
        ReviewFact(3, "ann", (), merged_by="ann"),
    )
    told = _told(shop, "FLO02", ForgeFacts(reviews=reviews))
    assert {one.evidence.partition(" ")[0] for one in told} == {"#2", "#3"}


def test_what_a_forge_cannot_be_asked_is_not_run_and_never_good(shop: PlantedRepository) -> None:
    report = shop.audit(AuditName.FLOW, forge=ForgeFacts(trouble="The forge asks to slow down."))
    outcomes = {one.rule: one for result in report.results for one in result.outcomes}
    for rule in ("FLO01", "FLO02", "FLO03", "FLO04", "FLO07"):
        assert (outcomes[rule].state, outcomes[rule].score) == ("not-run", None)
        assert "slow down" in outcomes[rule].note
    assert report.health.is_partial
