"""The audit of the history over planted faults and traps. Proves G1.2 and the precision of G1.11."""

from pathlib import Path

import pytest

from console.audits.audit_run import RepositoryReport
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted_repository import NOW_S, PlantedRepository, found, places

_MANY = {f"src/many/part{number}.py": f"part = {number}\n" for number in range(31)}
_LONG = {"src/long.py": "".join(f"value_{number} = {number}\n" for number in range(1100))}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[RepositoryReport, dict[str, str]]:
    """A history with faults by their names; whatever is not named is a trap."""
    made = PlantedRepository(tmp_path_factory.mktemp("git") / "shop")
    made.commit(
        {**{f"src/first/{number}.py": "x = 1\n" for number in range(40)}, "README.md": "# Shop\n"}, "Begin the shop"
    )
    faults = {
        "wip": made.commit({"src/a.py": "a = 1\n"}, "wip"),
        "fix": made.commit({"src/a.py": "a = 2\n"}, "fix"),
        "update": made.commit({"src/a.py": "a = 3\n"}, "Update."),
        "kind": made.commit({"src/a.py": "a = 4\n"}, "chore: update"),
        "long": made.commit({"src/a.py": "a = 5\n"}, "Explain " + "at great length " * 8),
        "many": made.commit(_MANY, "Add parts, prices and pages"),
        "lines": made.commit(_LONG, "Add values and more"),
    }
    made.commit({"src/a.py": "a = 6\n"}, "Fix the rounding of prices (#12)")
    made.commit({"src/a.py": "a = 7\n"}, "Wipe the cache when prices change")
    made.commit({"src/a.py": "a = 8\n"}, "Update the rates " + "of all countries again, " * 3 + "(#1234)")
    made.commit({f"vendor/lib/{number}.py": "x = 1\n" for number in range(40)}, "Add the parser that we ship")
    made.commit({path: content + "\n\n" for path, content in _MANY.items()}, "Space things out")
    made.commit({f"docs/{number}.md": "text\n" * 40 for number in range(40)}, "Explain every part")
    made.git("mv", "src/first", "src/second")
    made.commit({}, "Give the folder its name")
    made.git("rm", "-q", "-r", "src/many")
    made.commit({}, "Take the parts out again")
    faults["root"] = made.commit({"src/b.py": "b = 1\n"}, "Count orders", author="root <root@localhost>")
    made.commit({"src/b.py": "b = 2\n"}, "Count returns", author="Bo <12+bo@users.noreply.github.com>")
    made.commit({"src/b.py": "b = 3\n"}, "Count gifts", author="ann <ann@laptop>")
    made.commit({".mailmap": "Ann <ann@shop.example> ann <ann@laptop>\n"}, "Say who ann is")
    made.commit(
        {
            "node_modules/left/index.js": "x\n",
            ".env": "TOKEN=abc\n",
            ".env.example": "TOKEN=\n",
            "src/__pycache__/a.cpython-311.pyc": b"\0\0",
            "tests/fixtures/node_modules/x/index.js": "x\n",
            "src/app.egg-info/PKG-INFO": "Name: app\n",
            "src/environment.py": "venv = 1\n",
            "logo.png": b"\x89PNG\0" * 20,
            "store.sqlite": b"SQLite format 3\0" * 4000,
            "tests/data/order.dat": b"\0" * 90_000,
            "video.mov": b"\0" * (6 << 20),
        },
        "Ship what the shop needs",
    )
    made.git("rm", "-q", "video.mov")
    made.commit(
        {"CHANGELOG.md": f"# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - {_day(150)}\n\n## [0.1.0] - {_day(200)}\n"}
    )
    made.git("tag", "v0.1.0", "HEAD~3")
    made.git("tag", "works-for-me", "HEAD~2")
    made.git("tag", "nightly", "HEAD~1")
    made.git("branch", "idea", "HEAD~2")
    made.git("branch", "release/1.x", "HEAD~2")
    made.day = 10
    made.commit({"src/c.py": "c = 1\n"}, "Pack gifts")
    made.git("branch", "fresh", "HEAD")
    made.commit({"src/c.py": "c = 2\n"}, "Pack gifts twice")
    return made.audit(AuditName.GIT), faults


def _day(before: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(NOW_S - before * 86400, UTC).strftime("%Y-%m-%d")


def _commits(report: RepositoryReport, rule: str) -> set[str]:
    return {one.commit for one in found(report, rule)}


def test_subjects_that_say_nothing_are_found_and_short_good_ones_are_not(
    planted: tuple[RepositoryReport, dict[str, str]],
) -> None:
    report, faults = planted
    assert _commits(report, "GIT02") == {faults[one] for one in ("wip", "fix", "update", "kind", "long")}


def test_giant_commits_are_found_and_imports_renames_formats_documents_and_removals_are_not(
    planted: tuple[RepositoryReport, dict[str, str]],
) -> None:
    report, faults = planted
    assert _commits(report, "GIT03") == {faults["many"], faults["lines"]}


def test_large_and_binary_files_are_found_even_when_they_are_gone(
    planted: tuple[RepositoryReport, dict[str, str]],
) -> None:
    report, _ = planted
    assert places(report, "GIT04") == {"video.mov", "store.sqlite"}


def test_identities_that_nobody_answers_to_are_found_unless_mapped(
    planted: tuple[RepositoryReport, dict[str, str]],
) -> None:
    report, faults = planted
    assert _commits(report, "GIT05") == {faults["root"]}


def test_old_branches_odd_tags_and_releases_without_tags_are_found(
    planted: tuple[RepositoryReport, dict[str, str]],
) -> None:
    report, _ = planted
    assert [one.evidence.partition(":")[0] for one in found(report, "GIT07")] == ["idea"]
    assert {one.place or one.evidence for one in found(report, "GIT09")} >= {"CHANGELOG.md:5"}
    assert sorted(one.evidence for one in found(report, "GIT09")) == ["0.2.0 has no tag", "tag works-for-me"]


def test_what_belongs_into_gitignore_is_found_and_examples_and_fixtures_are_not(
    planted: tuple[RepositoryReport, dict[str, str]],
) -> None:
    report, _ = planted
    assert places(report, "GIT10") == {"node_modules", ".env", "src/__pycache__", "src/app.egg-info"}
    assert "+node_modules/" in next(one.patch for one in found(report, "GIT10") if one.path == "node_modules")


def test_a_convention_counts_only_where_it_is_kept_or_declared(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "conventional")
    for number in range(12):
        made.commit({"a.py": f"a = {number}\n"}, f"feat(shop): add part {number}")
    odd = made.commit({"a.py": "a = 99\n"}, "Pack gifts")
    assert _commits(made.audit(AuditName.GIT), "GIT01") == {odd}
    free = PlantedRepository(tmp_path / "free")
    for number in range(12):
        free.commit({"a.py": f"a = {number}\n"}, f"Add part {number}")
    assert found(free.audit(AuditName.GIT), "GIT01") == ()
    free.commit({"commitlint.config.js": "module.exports = {}\n"}, "build: check subjects")
    odd = free.commit({"a.py": "a = 98\n"}, "Pack gifts")
    assert _commits(free.audit(AuditName.GIT), "GIT01") == {odd}


def test_signatures_count_only_since_the_project_asks_for_them(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "signed")
    made.commit({"CONTRIBUTING.md": "All commits must be signed off (DCO).\n"})
    assert found(made.audit(AuditName.GIT), "GIT06") == ()
    made.commit({"CONTRIBUTING.md": "All commits must be signed with GPG.\n"})
    loose = made.commit({"a.py": "a = 1\n"})
    assert _commits(made.audit(AuditName.GIT), "GIT06") == {loose}


def test_many_reverts_within_ninety_days_are_found_and_one_is_not(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "churn")
    made.day = 60
    for number in range(12):
        made.commit({"a.py": f"a = {number}\n"}, f"Add part {number}")
    one = made.commit({"a.py": "a = 1\n"}, 'Revert "Add part 2"')
    assert found(made.audit(AuditName.GIT), "GIT08") == ()
    two = made.commit({"a.py": "a = 2\n"}, "Take part 3 out\n\nThis reverts commit 0123456789abcdef.")
    assert _commits(made.audit(AuditName.GIT), "GIT08") == {one, two}
