"""Rules over signatures, branches, reverts, tags, changelogs, people and pages, in many shapes. Proves G1.11."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.audits.audit_rule import load_rules
from console.audits.sages import page_drift
from tests.fakes.planted_repository import NOW_S, PlantedRepository, looked_at, tells, told_words


@pytest.fixture
def made(tmp_path: Path) -> PlantedRepository:
    return PlantedRepository(tmp_path / "shop")


def _day(before: int) -> str:
    return datetime.fromtimestamp(NOW_S - before * 86_400, UTC).strftime("%Y-%m-%d")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Commits must be signed.", ["Add a"]),
        ("Please sign your commits with GPG.", ["Add a"]),
        ("Every commit to this repository must be signed (PGP).", ["Add a"]),
        ("We require signed commits.", ["Add a"]),
        ("Signed commits are required on main.", ["Add a"]),
        ("All commits are required to be signed with a verified signature.", ["Add a"]),
        ("Every contribution is checked: all commits\nmust be signed with GPG.", ["Add a"]),
        ("All release tags must be signed with GPG.", ["tag v1.0.0"]),
        ("Commits and tags must be signed.", ["Add a", "tag v1.0.0"]),
        ("すべてのコミットには GPG 署名が必要です。", ["Add a"]),
        ("コミットとタグには必ず署名してください。", ["Add a", "tag v1.0.0"]),
        ("コミットには Signed-off-by の署名が必要です。", None),
        ("コミットの前に CLA への署名が必要です。", None),
        ("コミットへの署名は任意です。", None),
        ("All commits must be signed off (DCO).", None),
        ("Commits do not have to be signed. You need not sign commits with GPG.", None),
        ("We recommend that you sign your commits with GPG.", None),
        ("The agreement must be signed before your first commit.", None),
    ],
)
def test_signatures_are_wanted_where_the_project_says_so_and_of_what(
    made: PlantedRepository, text: str, wanted: list[str] | None
) -> None:
    made.commit({"CONTRIBUTING.md": f"# How\n\n{text}\n"}, "Begin")
    made.commit({"a.py": "1\n"}, "Add a")
    made.git("tag", "v1.0.0")
    outcome = looked_at(made, "GIT06")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(("setting", "wanted"), [("required_signatures: true", ["Add a"]), ("name: x", None)])
def test_the_settings_of_the_forge_want_signatures(
    made: PlantedRepository, setting: str, wanted: list[str] | None
) -> None:
    made.commit({".github/settings.yml": f"branches:\n  - name: main\n    protection:\n      {setting}\n"}, "Begin")
    made.commit({"a.py": "1\n"}, "Add a")
    outcome = looked_at(made, "GIT06")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize("path", ["docs/development.md", "HACKING.md", "doc/contributing/committing.rst"])
def test_pages_for_developers_want_signatures_too(made: PlantedRepository, path: str) -> None:
    made.commit({path: "# How\n\nWe require signed commits on `main`.\n"}, "Begin")
    made.commit({"a.py": "1\n"}, "Add a")
    assert tells(looked_at(made, "GIT06"), ["Add a"])


@pytest.mark.parametrize("path", ["docs/settings.md", "settings.py", "settings.gradle"])
def test_what_a_product_calls_its_settings_is_no_policy(made: PlantedRepository, path: str) -> None:
    made.commit({path: "# Require signed commits: whether a push without a signature is refused\n"}, "Begin")
    made.commit({"a.py": "1\n"}, "Add a")
    assert tells(looked_at(made, "GIT06"), None)


def test_a_setting_that_a_page_shows_is_no_policy_and_blank_lines_are_read_once(made: PlantedRepository) -> None:
    made.commit({"README.md": "Set:\n\n    required_signatures: true\n" + "\n " * 30_000}, "Begin")
    made.commit({"a.py": "1\n"}, "Add a")
    begun_s = time.process_time()
    assert tells(looked_at(made, "GIT06"), None)
    assert time.process_time() - begun_s < 4


def test_lasting_branches_and_young_ones_are_not_left_behind(made: PlantedRepository) -> None:
    made.commit({"a.py": "1\n"})
    lasting = ("rel-1.2", "RELENG_12", "qa", "preprod", "beta", "env/prod", "2.x-dev")
    for name in (
        "topic",
        "release-notes-typo",
        "beta-button",
        "dependabot/npm/x",
        "release/1.0",
        "v1.x",
        "gh-pages",
        "1.2",
        *lasting,
    ):
        made.git("branch", name)
    made.day = 88
    made.commit({"a.py": "2\n"})
    made.git("branch", "young")
    made.commit({"a.py": "3\n"})
    wanted = ["topic", "release-notes-typo", "beta-button", "dependabot"]
    assert tells(looked_at(made, "GIT07"), wanted)


@pytest.mark.parametrize(
    ("subjects", "count"),
    [
        (('Revert "Add 2"', 'Revert "Revert "Add 2""'), 2),
        (('Revert "Add 2"', 'Reapply "Add 2"'), 2),
        (("revert: add 2", "revert(cart): add 3"), 2),
        (("Back out changeset 12", "Backed out 2 commits"), 2),
        (('Rollback "Add 3"', "Roll back PR #4"), 2),
        (("Revert the rounding change", "Revert to the old parser"), 2),
        (("Reverted orders are shown", "Revert button for drafts"), 0),
        (("Rollback button", "Roll back when the deploy fails", "Back out gracefully"), 0),
        (("Reverse the list", "Add a revert command", "Explain how to revert"), 0),
        (('Revert "Add 2"',), 0),
    ],
)
def test_reverts_in_many_words_and_words_that_are_none(
    made: PlantedRepository, subjects: tuple[str, ...], count: int
) -> None:
    made.day = 80
    for subject in (*(f"Add {n}" for n in range(18)), *subjects):
        made.commit({"a.py": subject}, subject)
    assert len(looked_at(made, "GIT08").findings) == count


@pytest.mark.parametrize(
    ("tags", "changelog", "wanted"),
    [
        (
            "v1.0.0 1.0.1 v1.1.0-rc.1 v1.1.0+build.5 pkg@1.2.0 lib/v1.3.0 release-1.4.0 2024.01.15 v1 latest ver1.5.0",
            "",
            [],
        ),
        ("2024-07-01 release-2024-08-01 RELEASE.2024-07-04T14-25-45Z", "", []),
        ("final works release-old v1.x.0", "", ["final", "works", "release-old", "v1.x.0"]),
        ("v1.0.0", f"# Changes\n\n## 1.1.0 ({_day(200)})\n\n## 1.0.0 ({_day(250)})\n", ["1.1.0 has no tag"]),
        ("v1.0.0", f"# Changes\n\n## 1.1.0 ({_day(200)}) [YANKED]\n\n## 1.0.0 ({_day(250)})\n", []),
        ("v1.0.0", f"# Changes\n\n## 1.1.0 ({_day(3)})\n\n## 1.0.0 ({_day(250)})\n\n## 0.9.0 (2010-01-01)\n", []),
        ("v1.0.0 v1.1.0 v1.2 v1.3.0 v1.4.0 v1.4 api/v1.2.0", "", ["v1.2"]),  # v1.4 moves with v1.4.0
        ("v1.0.0 v1.1 v2.0.0 v2.1", "", []),
        ("4.2 4.2.1 4.2.2 5.0 5.0.1 5.0.2 5.1 3.2.1 3.2.2 3.2.3 2.0.0", "", []),
        ("shop-v1.1.0", f"# Changes\n\n## 1.1.0 ({_day(200)})\n", []),
        ("", "", None),
    ],
)
def test_tags_of_versions(made: PlantedRepository, tags: str, changelog: str, wanted: list[str] | None) -> None:
    made.commit({"a.py": "1\n", **({"CHANGELOG.md": changelog} if changelog else {})})
    for name in tags.split():
        made.git("tag", name)
    outcome = looked_at(made, "GIT09")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("subject", "is_found"),
    [
        ("Release 1.1.0", True), ("chore(release): 1.1.0 [skip ci]", True), ("v1.1.0", True),
        ("Release v1.1 (#7)", True),
        ("Release 1.0.0", False), ("Release 1.0", False), ("Release 1.2.0", False), ("Release 1.3", False),
        ("Bump version to 1.1.0", False), ("Release the lock of 1.1.0", False), ("Release 1.1.0-rc.1", False),
        ("3.12", False), ("Release 1.4.0", False),
    ],
)  # fmt: skip
def test_what_commits_say_was_released_has_a_tag(made: PlantedRepository, subject: str, is_found: bool) -> None:
    made.commit({"a.py": "0\n"}, "Release 0.9.0")  # before the first tag
    made.commit({"a.py": "1\n"})
    for name in ("v1.0.0", "v1.2.0.Final", "REL_1_3", "v1.4.0+45"):
        made.git("tag", name)
    key = made.commit({"a.py": "2\n"}, subject)
    made.commit({"a.py": "3\n"}, "Release 4.0.0")
    made.commit({"a.py": "2\n"}, 'Revert "Release 4.0.0"')
    made.commit({"a.py": "5\n"}, "Release 5.0.0 (#7)")
    made.commit({"a.py": "2\n"}, 'Revert "Release 5.0.0 (#7)" (#8)')
    made.day = 3
    made.commit({"a.py": "4\n"}, "Release 2.0.0")  # its tag may still come
    told = [one.commit for one in looked_at(made, "GIT09").findings if "no tag" in one.evidence]
    assert told == ([key] if is_found else [])


@pytest.mark.parametrize(
    ("files", "tags", "later", "wanted"),
    [
        ({"CHANGELOG.md": "# Log\n\n## v0.1.0\n\n## [0.3.0] - 2024-01-01\n"}, "v0.1.0 v0.2.0 v0.3.0", 0, ["0.2.0"]),
        ({"HISTORY.rst": "0.1.0 (2024-01-01)\n------------------\n"}, "0.1.0 0.2.0", 0, ["0.2.0"]),
        ({"CHANGELOG.md": "## 0.1.0\n\n- httpx 0.2.0 is needed\n"}, "v0.1.0 v0.2.0", 0, ["0.2.0"]),
        ({"CHANGELOG.md": "* 0.1.0 - first\n* **0.2.0** - second\n* Version 0.3.0: third\n"}, "v0.1.0 v0.2.0 v0.3.0",
         0, []),
        ({"CHANGES.md": "## 0.1\n## 0.2\n"}, "v0.1.0 v0.2.0-rc.1 v0.2.0", 0, []),
        ({"CHANGELOG.md": "## 0.1.0\n"}, "v0.1.0", 6, ["6 commits"]),
        ({"CHANGELOG.md": "## 0.1.0\n"}, "v0.1.0", 3, []),
        ({"CHANGELOG.md": "## Unreleased\n\n- x\n\n## 0.1.0\n"}, "v0.1.0", 6, []),
        ({"CHANGELOG.md": "## [Unreleased]\n\n### Added\n\n## [0.1.0]\n\n- x\n"}, "v0.1.0", 6, ["6 commits"]),
        ({"CHANGELOG.md": "## Unreleased\n\n### Python 3.12\n\n- x\n\n## 5.0.0\n"}, "v5.0.0", 6, []),
        ({"CHANGELOG.md": "## Unreleased\n\n### [0.1.0] - 2026-01-01\n\n- x\n"}, "v0.1.0", 6, ["6 commits"]),
        ({"CHANGELOG.md": "## 0.1.0\n\n[Unreleased]: https://x.example/compare\n"}, "v0.1.0", 6, []),
        ({"CHANGELOG.md": "## 0.2.0\n\n- x\n\n## 0.1.0\n"}, "v0.1.0", 6, []),
        ({"CHANGELOG.md": "## 0.1.0\n", "newsfragments/1.feature.md": "x\n"}, "v0.1.0", 6, []),
        ({"CHANGELOG.md": "## 0.1.0\n", "newsfragments/README.md": "x\n"}, "v0.1.0", 6, ["6 commits"]),
        ({"CHANGELOG.md": "See https://git.example/x/y/releases\n"}, "v0.1.0 v0.2.0", 0, None),
        ({}, "v0.1.0", 0, None),
    ],
)  # fmt: skip
def test_changelogs(
    made: PlantedRepository, files: dict[str, str], tags: str, later: int, wanted: list[str] | None
) -> None:
    made.commit({"src/a.py": "1\n", **files})
    for name in tags.split():
        made.commit({"src/a.py": f"{name}\n"})
        made.git("tag", name)
    for number in range(later):
        made.commit({"src/a.py": f"later {number}\n"})
    outcome = looked_at(made, "SAG05")
    assert tells(outcome, wanted), told_words(outcome)


_ANN, _BO, _CY = "Ann Aal <ann@shop.example>", "Bo <bo@shop.example>", "Cy <cy@shop.example>"


@pytest.mark.parametrize(
    ("people", "wanted"),
    [
        ([_ANN] * 30, ["one author"]),  # and nobody has left: all of it rests
        ([_ANN, _ANN, _BO, _ANN, _CY] * 6, ["one author"]),
        ([_ANN, "Ann Aal <ann@laptop.example>", _BO] * 10, ["one author"]),
        ([_ANN, "renovate[bot] <r@x.example>"] * 22, ["one author"]),
        ([_ANN, _BO] * 15, []),
        ([_ANN] * 10, None),
    ],
)
def test_how_many_people_know_it(made: PlantedRepository, people: list[str], wanted: list[str] | None) -> None:
    for number, who in enumerate(people):
        made.commit({f"src/{who[0].lower()}/m.py": f"{number}\n"}, "Work", who)
    outcome = looked_at(made, "SAG07")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("page", "code", "times", "is_drift"),
    [
        ("docs/billing.md", "src/billing/a.py", 21, True),
        ("docs/guide/billing.rst", "src/billing.py", 20, True),
        ("src/billing/README.md", "src/billing/a.py", 25, True),
        ("docs/billing-page.md", "src/billing_page/index.ts", 25, True),
        ("docs/billing.md", "internal/billing/x.go", 25, True),
        ("docs/billing.md", "src/billing/a.py", 19, False),
        ("docs/overview.md", "src/billing/a.py", 25, False),
        ("docs/adr/billing.md", "src/billing/a.py", 25, False),
        ("docs/releases/billing.md", "src/billing/a.py", 25, False),
        ("docs/billing.md", "src/billing/a_test.go", 25, False),
    ],
)
def test_pages_that_code_went_away_from(
    made: PlantedRepository, page: str, code: str, times: int, is_drift: bool
) -> None:
    made.commit({page: "# Page\n", code: "0\n", f"{code.rpartition('/')[0]}/seed.py": "x = 1\n"})
    for number in range(times):
        made.commit({code: f"{number + 1}\n"})
    assert [one.path for one in looked_at(made, "SAG10").findings] == ([page] if is_drift else [])


def test_what_bots_change_makes_no_page_old(made: PlantedRepository) -> None:
    made.commit({"docs/billing.md": "# Page\n", "src/billing/a.py": "0\n"})
    for number in range(25):
        made.commit({"src/billing/a.py": f"{number + 1}\n"}, author="renovate[bot] <r@x.example>")
    assert tells(looked_at(made, "SAG10"), [])


def test_each_page_counts_from_its_own_last_change_and_the_history_is_gone_through_once(
    made: PlantedRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.commit({f"pkg/{name}/{file}": "0\n" for name in "abcdef" for file in ("README.md", "m.py")})
    for number in range(40):
        made.commit({f"pkg/{name}/m.py": f"{number}\n" for name in "abcdef"})
        if number == 15:
            made.commit({"pkg/a/README.md": "1\n"})
        if number == 25:
            made.commit({"pkg/b/README.md": "1\n"})
    asked: list[str] = []
    parts = page_drift._parts
    monkeypatch.setattr(page_drift, "_parts", lambda path: asked.append(path) or parts(path))
    outcome = looked_at(made, "SAG10")
    assert tells(outcome, ["pkg/a changed 24", *(f"pkg/{name} changed 39" for name in "cdef")]), told_words(outcome)
    assert len(asked) <= 6 * 41 + 2


def test_many_files_of_one_name_and_many_pages_of_it_take_no_long_time(made: PlantedRepository) -> None:
    files = {f"packages/p{one}/src/index.ts": "1\n" for one in range(2_000)}
    made.commit(files | {f"docs/p{one}/index.md": "# Page\n" for one in range(60)})
    checkout = made.checkout()
    begun_s = time.process_time()
    outcome = load_rules().get("SAG10").check(checkout)
    assert time.process_time() - begun_s < 4
    assert outcome.state == "not-applicable"  # no page tells of one of them alone
