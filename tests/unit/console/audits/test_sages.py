"""The audit of kept knowledge over planted faults and traps. Proves G1.2 and the precision of G1.11."""

from pathlib import Path

import pytest

from console.audits.audit_run import RepositoryReport
from console.audits.owner_pattern import owner_pattern
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted_repository import PlantedRepository, found, marked, places

_MIT = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n"
FILES: dict[str, str] = {
    "README.md": "# Shop\n\nA shop.\n\n## Installation\n\n`pip install shop`\n\n## Usage\n\n```\nshop run\n```\n",
    "LICENSE": _MIT,
    "pyproject.toml": '[project]\nname = "shop"\nlicense = "Apache-2.0"\n',
    "CONTRIBUTING.md": "# Contributing\n",
    ".github/CODEOWNERS": "# who\n*.md @ann\n/src/ @shop/core bo@shop.example\n/gone/ @ann\n/docs/ ann\n",
    "CHANGELOG.md": "# Changelog\n\n## [0.3.0]\n\n## [0.1.0]\n",
    "docs/adr/0001-use-git.md": "# 1. Use Git\n\n## Status\n\nAccepted\n",
    "docs/adr/0002-use-svn.md": "# 2. Use SVN\n\n## Status\n\nSuperseded by [ADR 9](0009-none.md)\n",
    "docs/adr/0003-use-cvs.md": "# 3. Use CVS\n\nNobody decided.\n",
    "docs/adr/0004-use-rcs.md": "# 4. Use RCS\n\nStatus: Superseded by ADR-0001\n",
    "docs/adr/naming.md": "# Naming\n\nStatus: accepted\n",
    "docs/adr/README.md": "# Decisions\n",
    "docs/guide.md": """# The guide

## How to pack

See [packing](#how-to-pack), [gone](missing.md), PLANT-SAG09
[there](adr/0001-use-git.md#status), [not there](adr/0001-use-git.md#costs), PLANT-SAG09
[web](https://example.com), [mail](mailto:a@b.example), `[code](nothing.md)`, [folder](adr/), [site](/pricing).

```
[code](nothing.md)
```

[source](../src/shop/api.py#L3) ![picture](logo.png) PLANT-SAG09
[moved](old.md) PLANT-SAG09
[ref]: adr/0002-use-svn.md
""",
    "docs/old.md": "# Old\n\nEnough words for a rename to be seen as one.\n" * 3,
    "src/shop/api.py": '''"""What the shop offers."""


def told():
    """Tell."""


def silent():  # PLANT-SAG08
    return 1


def _own():
    return 2


class Order:
    """An order."""

    def total(self):  # PLANT-SAG08
        def inner():
            return 1

        return inner()

    def __str__(self):
        return ""


class Special(Order):
    """A special order."""

    def total(self):
        return 2
''',
    "src/shop/main.go": "package shop\n\n// Told tells.\nfunc Told() {}\n\nfunc Silent() {} // "
    "PLANT-SAG08\n\nfunc own() {}\n",
    "src/shop/api.ts": "/** Tells. */\nexport function told() {}\n\nexport function silent() {} // PLANT-SAG08\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> RepositoryReport:
    made = PlantedRepository(tmp_path_factory.mktemp("sages") / "shop")
    made.commit(FILES)
    made.git("tag", "v0.1.0")
    made.git("mv", "docs/old.md", "docs/new.md")
    made.commit({}, "Name the page")
    made.git("tag", "v0.2.0")
    for number in range(6):
        made.commit({"tools/build.py": f"build = {number}\n"}, "Build better")
    made.git("tag", "v0.3.0")
    return made.audit(AuditName.SAGES)


@pytest.mark.parametrize("rule", ["SAG08", "SAG09"])
def test_every_planted_fault_is_found_and_no_trap_is(report: RepositoryReport, rule: str) -> None:
    dead_successor = {"docs/adr/0002-use-svn.md:5"} if rule == "SAG09" else set()
    assert places(report, rule) == marked(FILES, rule) | dead_successor


def test_every_rule_was_looked_at(report: RepositoryReport) -> None:
    told = {one.rule: one.note for result in report.results for one in result.outcomes if one.state == "not-run"}
    assert told == {}


def test_what_the_readme_and_the_guidance_lack_is_told(report: RepositoryReport) -> None:
    assert {one.evidence for one in found(report, "SAG01")} == {"nothing about: test", "nothing about: licence"}
    (one,) = found(report, "SAG03")
    assert one.evidence.startswith("SECURITY.md")
    assert "+++ b/SECURITY.md" in one.patch


def test_a_licence_that_contradicts_the_settings_is_found(report: RepositoryReport) -> None:
    assert places(report, "SAG02") == {"pyproject.toml:3"}


def test_owners_of_nothing_and_busy_files_without_owner_are_found(report: RepositoryReport) -> None:
    assert places(report, "SAG04") == {".github/CODEOWNERS:4", ".github/CODEOWNERS:5", "tools/build.py"}


def test_a_release_that_the_changelog_does_not_tell_is_found(report: RepositoryReport) -> None:
    assert [one.evidence for one in found(report, "SAG05")] == ["nothing about 0.2.0"]


def test_records_without_number_status_or_successor_are_found(report: RepositoryReport) -> None:
    assert {one.path for one in found(report, "SAG06")} == {
        "docs/adr/0002-use-svn.md",
        "docs/adr/0003-use-cvs.md",
        "docs/adr/naming.md",
    }


def test_a_link_to_a_renamed_page_comes_with_a_patch(report: RepositoryReport) -> None:
    (one,) = [finding for finding in found(report, "SAG09") if finding.evidence == "old.md"]
    assert "+[moved](new.md)" in one.patch


def test_a_folder_whose_only_author_left_is_found(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "bus")
    made.day = 360
    for number in range(8):
        made.commit({"src/tax/rate.py": f"rate = {number}\n"}, "Rate", author="Cy <cy@shop.example>")
    made.day = 100
    for number in range(9):
        made.commit({"src/cart/cart.py": f"cart = {number}\n"}, "Cart")
        made.commit({"src/pay/pay.py": f"pay = {number}\n"}, "Pay", author="Bo <bo@shop.example>")
    report = made.audit(AuditName.SAGES)
    assert places(report, "SAG07") == {"src/tax"}


def test_a_single_author_is_found(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "one")
    for number in range(21):
        made.commit({"a.py": f"a = {number}\n"}, "Step")
        made.commit({"b.py": f"b = {number}\n"}, "Bump", author="dependabot[bot] <49699333+dependabot[bot]@users.x>")
    (one,) = found(made.audit(AuditName.SAGES), "SAG07")
    assert "one author" in one.evidence


def test_a_page_that_stayed_while_its_code_went_on_is_found(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "drift")
    made.commit(
        {"docs/tax.md": "# Tax\n", "docs/cart.md": "# Cart\n", "src/tax.py": "a = 0\n", "src/cart/a.py": "b = 0\n"}
    )
    for number in range(21):
        made.commit({"src/tax.py": f"a = {number + 1}\n", "src/cart/a.py": f"b = {number + 1}\n"})
    made.commit({"docs/cart.md": "# Cart\n\nStill true.\n"})
    assert places(made.audit(AuditName.SAGES), "SAG10") == {"docs/tax.md"}


@pytest.mark.parametrize(
    ("pattern", "path", "is_owned"),
    [
        ("*", "a/b.py", True),
        ("*.md", "docs/a.md", True),
        ("/docs/", "docs/a/b.md", True),
        ("/docs/", "src/docs/a.md", False),
        ("docs/*", "docs/a.md", True),
        ("docs/*", "docs/a/b.md", False),
        ("apps/", "src/apps/a.py", True),
        ("src/**/api.py", "src/a/b/api.py", True),
        ("src/**", "src/a/b.py", True),
        ("/README", "README.md", False),
        ("*" * 40 + "x", "a" * 200, False),
        ("*a" * 11 + "x", "a" * 200, False),
        ("**/" * 6 + "x", "a/" * 100, False),
        ("**/**/a*b?d/*", "x/y/ab-bcd/e", True),
    ],
)
def test_patterns_of_owners_match_as_the_forges_say(pattern: str, path: str, is_owned: bool) -> None:
    assert bool(owner_pattern(pattern).match(path)) is is_owned
