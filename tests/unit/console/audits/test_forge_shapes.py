"""Rules that live on what forges tell, over unlike shapes of their faults and over traps. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from console.audits.release_title import is_release_title
from console.domain.audit.forge_facts import ForgeFacts, ProtectionFact, ReviewFact, RunFact
from tests.fakes.planted_repository import NOW_S, PlantedRepository, looked_at, tells, told_words

_DAY = 86_400.0
_BOT = "dependabot[bot]"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("forge") / "shop")
    made.commit({"src/a.py": "a = 1\n"}, "Begin")
    return made


def _review(
    number: int = 1, author: str = "ann", *approvers: str, merged_by: str = "", stale: bool = False
) -> ReviewFact:
    return ReviewFact(
        number, author, approvers, merged_s=float(number), merged_by=merged_by, pushed_after_approval=stale
    )


def _facts(*reviews: ReviewFact, **protection: object) -> ForgeFacts:
    return ForgeFacts(reviews=reviews, protection=ProtectionFact(**protection) if protection else None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "forge", "wanted"),
    [
        ("FLO01", ForgeFacts(protection=ProtectionFact(False, False)), ["force pushes", "deletion"]),
        ("FLO01", ForgeFacts(protection=ProtectionFact(True, None)), []),
        ("FLO01", ForgeFacts(protection=ProtectionFact()), None),
        ("FLO02", _facts(_review(1, "ann", "coderabbitai[bot]")), ["#1"]),  # a program has not reviewed it
        ("FLO02", _facts(_review(1, "ann", "Ann")), ["#1"]),  # logins are the same in capitals
        ("FLO02", _facts(_review(1, "ann", "x[bot]", "bo")), []),
        ("FLO02", ForgeFacts(protection=ProtectionFact(required_reviews=0)), ["no review is required"]),
        ("FLO02", _facts(required_reviews=1), []),
        ("FLO02", _facts(), None),
        ("FLO02", _facts(_review(1), *(_review(n, "ann", "bo") for n in range(2, 32))), []),  # the 31st
        ("FLO03", _facts(required_checks=("ci",)), []),
        ("FLO03", _facts(required_checks=()), ["no check is required"]),
        ("FLO07", _facts(_review(1, "ann", "Ann", "bo"), _review(2, "bo", "ann", stale=True), _review(3, "bo", "ann")),
         ["#1", "#2"]),
        ("FLO07", _facts(_review(1, "ann")), None),
        ("SRV10", _facts(_review(9, _BOT, merged_by="mergify[bot]")), ["#9"]),
        ("SRV10", _facts(_review(9, _BOT, "renovate-approve[bot]", merged_by="github-actions[bot]")), ["#9"]),
        ("SRV10", _facts(_review(9, _BOT, "ann", merged_by="mergify[bot]")), []),
        ("SRV10", _facts(_review(9, _BOT)), []),  # who merged it was not told
        ("SRV10", ForgeFacts(admins=("ann", "k8s-ci-robot", "project_12_bot_ab3", "Shop Build Service (org)",
                                     "robotham", "botticelli")), ["k8s-ci-robot", "project_12", "Build Service"]),
    ],
)  # fmt: skip
def test_reviews_protection_and_bots(
    shop: PlantedRepository, rule: str, forge: ForgeFacts, wanted: list[str] | None
) -> None:
    outcome = looked_at(shop, rule, forge=forge)
    assert tells(outcome, wanted), told_words(outcome)


def test_what_is_not_known_is_not_said_to_be_unasked(shop: PlantedRepository) -> None:
    assert looked_at(shop, "FLO03", forge=_facts()).note == "No merged pull request is known."
    assert looked_at(shop, "FLO04", forge=_facts()).note == "No commit is newer than the known pull requests."


def _since(made: PlantedRepository, commit: str) -> ForgeFacts:
    merged_s = float(made.git("log", "-1", "--format=%ct", commit))
    return ForgeFacts(reviews=(ReviewFact(1, "ann", ("bo",), commit[:12], merged_s),))  # Bitbucket tells twelve letters


def test_direct_commits_are_found_whatever_they_begin_with_and_releases_and_reviewed_ones_are_not(
    tmp_path: Path,
) -> None:
    made = PlantedRepository(tmp_path / "direct")
    made.commit({"a.py": "1\n"}, "Begin")
    forge = _since(made, made.commit({"a.py": "2\n"}, "Add totals"))
    subjects = {
        "Prepare the basket for two currencies": True, "Release the lock when the worker dies": True,
        "Version the answers of the API": True, "3.12 needs another way to import": True, 'Revert "Sum (#4)"': True,
        "Fix #4 for good": True, "Release 1.2.0": False, "chore(release): 1.5.0": False, "v1.4.0": False,
        "Sum of gifts (!44)": False, "Sum of cards (GH-44)": False, "Merged PR 77: Sum": False,
        "Sum (pull request #5)": False, "Auto merge of #123 - ann:sum, r=bo": False,
        "Sum\n\nReviewed-on: https://review.example/1": False, "Sum\n\nChange-Id: I" + "0" * 40: False,
        "Sum\n\nPart-of: <https://gitlab.example/x/y/-/merge_requests/3>": False,
    }  # fmt: skip
    loose = {made.commit({"a.py": text}, text) for text, is_direct in subjects.items() if is_direct}
    for text in (one for one, is_direct in subjects.items() if not is_direct):
        made.commit({"a.py": text}, text)
    assert {one.commit for one in looked_at(made, "FLO04", forge=forge).findings} == loose


def test_merges_that_no_forge_made_are_found_and_lines_of_development_are_not(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "merges")
    made.commit({"a.py": "1\n"}, "Begin")
    forge = _since(made, made.commit({"a.py": "2\n"}, "Add totals"))

    def merged(topic: str, message: str, work: str = "Work") -> str:
        made.git("checkout", "-q", "-b", topic)
        made.commit({f"{topic.replace('/', '_')}.py": "1\n"}, work)
        made.git("checkout", "-q", "main")
        made.day -= 1
        made.git("merge", "-q", "--no-ff", "-m", message, topic,
                 GIT_COMMITTER_DATE=f"{int(NOW_S - made.day * _DAY)} +0000")  # fmt: skip
        return made.git("rev-parse", "HEAD")

    loose = merged("gifts", "Merge branch 'gifts'")
    merged("cards", "Merge branch 'cards' into 'main'\n\nSee merge request shop/web!9")
    merged("taxes", "Merge pull request #9 from ann/taxes")
    merged("ship", "Merge pull request 'Ship it' (#15) from ann/ship into main")
    merged("rates", "Merged in rates (pull request #14)")
    merged("bors", "Merge #123")
    merged("release/1.x", "Merge branch 'release/1.x' into main")
    merged("both", "Merge branch 'both'", "Work (#8)")  # what it brought was reviewed
    assert [one.commit for one in looked_at(made, "FLO04", forge=forge).findings] == [loose]


def test_where_the_forge_knows_of_no_pull_request_every_commit_is_direct(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "alone")
    made.commit({"a.py": "1\n"}, "Begin")
    direct = made.commit({"a.py": "2\n"}, "Straight in")
    assert [one.commit for one in looked_at(made, "FLO04", forge=ForgeFacts(reviews=())).findings] == [direct]
    assert tells(looked_at(made, "FLO04"), None)


@pytest.mark.parametrize(
    ("subject", "is_release"),
    [
        ("Release 1.2.0", True), ("Bump version to 1.3.0", True), ("bump version from 1.2 to 1.3", True),
        ("v1.4.0", True), ("chore(release): 1.5.0 [skip ci]", True), ("Prepare for release 2.0", True),
        ("[maven-release-plugin] prepare for next development iteration", True),
        ("build: bump version to 1.2rc1", True),
        ("Bump version: 1.2.2 → 1.2.3", True), ("bump: version 1.2.2 → 1.2.3", True), ("Version Packages", True),
        ("[Gradle Release Plugin] - new version commit:  '1.2.4-SNAPSHOT'.", True), ("Preparing release v1.2.3", True),
        ("(cargo-release) version 1.2.3", True), ("chore: Release shop version 1.2.3", True), ("Tag 1.2.3", True),
        ("ci: release @shop/web@1.2.3", True), ("Prepare 1.2.3 release", True), ("Bumped version to 1.2.3", True),
        ("リリース 1.2.3", True), ("バージョンを 1.2.3 に更新", True), ("v1.2.3 リリース", True),
        ("合計を 1.5 倍にする", False), ("バージョンの表示を直す", False), ("Bump lodash 4.2.1", False),
        ("Publish the totals", False), ("Start the clock at 1.5", False), ("Set the tax to 1.19 for books", False),
        ("Release the lock", False), ("Bump lodash from 4.1 to 4.2", False), ("Update numpy to 2.0", False),
        ("Release notes for 1.2", False), ("Fix version 1.2", False), ("Release memory in 2.0 cases", False),
    ],
)  # fmt: skip
def test_a_release_is_told_by_those_words_alone(subject: str, is_release: bool) -> None:
    assert is_release_title(subject) is is_release


def test_delivery_counts_what_ended_and_every_commit_that_a_release_brought(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "delivery")
    made.day = 30
    one = made.commit({"a.py": "1\n"}, "One")
    two = [made.commit({"a.py": f"{n}\n"}, "More") for n in (2, 3, 4)][-1]
    began_s = {each: float(made.git("log", "-1", "--format=%ct", each)) for each in (one, two)}
    runs = (
        RunFact("1", one, "success", began_s[one], 0.0, release="v1"),
        RunFact("2", two, "success", began_s[two], 0.0, release="v2"),
        RunFact("3", two, "cancelled", began_s[two], 0.0, release="v2"),
    )
    note = looked_at(made, "FLO08", forge=ForgeFacts(runs=runs)).note
    assert "lead time 12.0 h, 2 releases" in note  # the middle of 0 (the first) and 0, 24 and 48 (the second)
    made.git("tag", "v1.0.0", one)
    made.git("tag", "v2.0.0", two)
    assert "2 tagged versions in 90 days" in looked_at(made, "FLO08").note


def test_emergencies_are_told_apart_from_releases_programs_and_what_was_followed_up(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "urgent")
    made.day = 150
    made.commit({"src/a.py": "1\n", "src/b.py": "1\n"}, "Begin")

    def alone(text: str, author: str = "Ann <ann@shop.example>") -> str:
        made.day -= 10
        return made.commit({"src/a.py": text}, text, author)

    lost = {
        alone("Turn it off [skip ci]"), alone("Turn it off\n\nskip-checks: true"), alone("Turn it on ***NO_CI***"),
        alone("Turn it off again [skip azurepipelines]"),
    }  # fmt: skip
    alone("chore(release): 1.2.0 [skip ci]")
    alone("Format [skip ci]", "GitHub Action <action@github.com>")
    alone("Stop the loss [ci skip]")
    made.git("checkout", "-q", "-b", "topic")
    made.commit({"src/a.py": "tested\n"}, "Test it")
    made.git("checkout", "-q", "main")
    made.day -= 1
    made.git("merge", "-q", "--no-ff", "-m", "Merge pull request #9 from ann/topic", "topic",
             GIT_COMMITTER_DATE=f"{int(NOW_S - made.day * _DAY)} +0000")  # fmt: skip
    made.day -= 10
    hurried = made.commit({"src/b.py": "2\n"}, "Hurry (#31)")
    made.commit({"src/c.py": "2\n"}, "Look at what #31 did")
    made.day -= 10
    made.commit({"k.yml": "a: 1\n"}, "Go on")
    forge = ForgeFacts(reviews=(ReviewFact(31, "ann", ("bo",), hurried, is_bypass=True),))
    assert {one.commit for one in looked_at(made, "FLO09", forge=forge).findings} == lost


def test_bots_beside_pull_requests_are_found_since_the_forge_was_asked(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "bots")
    made.commit({"a.py": "1\n"}, "Begin")
    made.commit({"a.py": "2\n"}, "Bump x to 2", f"{_BOT} <b@x.example>")  # rebased, long before
    forge = _since(made, made.commit({"a.py": "3\n"}, "Sum"))
    loose = {
        made.commit({"a.py": "4\n"}, "Format", "GitHub Action <action@github.com>"),
        made.commit({"a.py": "5\n"}, "Update", "k8s-ci-robot <r@x.example>"),
    }
    made.commit({"a.py": "6\n"}, "Add", "Talbot <t@x.example>")
    made.commit({"a.py": "7\n"}, "Bump y (#7)", "renovate[bot] <r@x.example>")
    assert {one.commit for one in looked_at(made, "SRV10", forge=forge).findings} == loose


_MANIFEST = {"pyproject.toml": "[project]\nname = 'x'\ndependencies = ['httpx']\n"}
_CONFIG = {".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: pip\n"}
_RENOVATED = ("chore(deps): update dependency httpx to v2", "renovate[bot] <r@x.example>")
_SELF_RUN = {".github/workflows/r.yml": "on: push\njobs:\n  r:\n    steps: [{uses: renovatebot/github-action@v1}]\n"}
_ANN = "Ann <ann@shop.example>"


@pytest.mark.parametrize(
    ("files", "later", "wanted"),
    [
        (_MANIFEST, (), ["no Dependabot"]),
        (_MANIFEST | _CONFIG, (("Go on", _ANN),), ["no commit of the bot"]),
        (_MANIFEST | _CONFIG, (("Bump httpx from 1 to 2 (#4)", f"{_BOT} <b@x.example>"),), []),
        (_MANIFEST | _CONFIG, (), []),  # nothing went on
        (_MANIFEST | {"renovate.json": '{\n  "enabled": false\n}'}, (), ["names nothing"]),
        (_MANIFEST | _SELF_RUN, (_RENOVATED,), []),
        (_MANIFEST, (_RENOVATED,), []),  # its settings lie elsewhere
        (_MANIFEST, (("Bump httpx from 1 to 2", _ANN),), ["no Dependabot"]),  # by hand
        ({"package.json": '{"name": "x", "scripts": {"a": "b"}}'}, (), None),
        ({"pyproject.toml": "[tool.black]\nline-length = 90\n"}, (), None),
        ({"go.mod": "module x\n\ngo 1.22\n"}, (), None),
        ({"go.mod": "module x\n\nrequire a.b/c v1.0.0\n"}, (), ["no Dependabot"]),
        ({"Cargo.toml": "[package]\nname = 'x'\n\n[dependencies]\nserde = '1'\n"}, (), ["no Dependabot"]),
        ({"Dockerfile": "FROM scratch\nCOPY x /x\n"}, (), None),
        ({"tests/fixtures/package.json": '{"dependencies": {"a": "1"}}'}, (), None),
    ],
)  # fmt: skip
def test_update_bots(
    tmp_path: Path, files: dict[str, str], later: tuple[tuple[str, str], ...], wanted: list[str] | None
) -> None:
    made = PlantedRepository(tmp_path / "updated")
    made.commit(files)
    made.day = 20
    for words, who in later:
        made.commit({"note.txt": words + who}, words, who)
    outcome = looked_at(made, "SRV05")
    assert tells(outcome, wanted), (outcome.state, told_words(outcome))


def _runs(*results: str, **more: int) -> tuple[RunFact, ...]:
    return tuple(RunFact(str(n), f"c{n}", one, float(n), 60.0, **more) for n, one in enumerate(results))


def _again(result: str) -> tuple[RunFact, ...]:
    return tuple(RunFact(f"a{n}", f"d{n}", result, 50.0 + n, 60.0, attempt=2) for n in range(3))


@pytest.mark.parametrize(
    ("runs", "wanted"),
    [
        (_runs(*["success", "failure"] * 10), ["50 % of 20"]),
        (_runs(*["success"] * 36, *["failure"] * 4), []),  # a tenth
        (_runs(*["failure"] * 30, *["success"] * 50), []),  # beyond the last fifty
        (_runs(*["success"] * 10, *["cancelled"] * 10), []),
        (_runs(*["failure"] * 4), None),
        ((*_runs(*["success"] * 20), *_again("success")), ["only when run again"]),
        ((*_runs(*["success"] * 40), *_again("failure")), []),
    ],
)  # fmt: skip
def test_health_of_the_pipeline(shop: PlantedRepository, runs: tuple[RunFact, ...], wanted: list[str] | None) -> None:
    outcome = looked_at(shop, "SRV07", forge=ForgeFacts(runs=runs))
    assert tells(outcome, wanted), told_words(outcome)
