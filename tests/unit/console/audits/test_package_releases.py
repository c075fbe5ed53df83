"""Releases of one package of a repository are looked for in its own changelog alone. Proves G1.2 and G1.11."""

import time
from pathlib import Path

import pytest

from console.audits.audit_rule import load_rules
from console.audits.released_package import released_packages
from console.audits.repository.reference import Reference
from tests.fakes.planted_repository import PlantedRepository, looked_at, tells, told_words

_ROOT = "## 1.0.0\n"
_MANY = "v1.0.0 sdk/v3.1.0 @scope/pkg@4.0.0 tool-5.0.0"


@pytest.mark.parametrize(
    ("files", "tags", "wanted"),
    [
        ({"CHANGELOG.md": _ROOT}, _MANY, []),
        ({"CHANGELOG.md": _ROOT}, f"{_MANY} v1.1.0", ["CHANGELOG.md nothing about 1.1.0"]),
        ({"CHANGELOG.md": _ROOT, "sdk/CHANGELOG.md": "## 3.0.0\n"}, _MANY, ["sdk/CHANGELOG.md nothing about 3.1.0"]),
        ({"CHANGELOG.md": _ROOT, "packages/pkg/CHANGELOG.md": "## 3.0.0\n", "sdk/CHANGELOG.md": "## 3.1.0\n"}, _MANY,
         ["packages/pkg/CHANGELOG.md nothing about 4.0.0"]),
        ({"CHANGELOG.md": _ROOT, "a/tool/CHANGES.md": "## 4.0\n", "x/y/tool/CHANGES.md": "## 5.0\n"}, _MANY,
         ["a/tool/CHANGES.md nothing about 5.0.0"]),
        ({"CHANGELOG.md": "# Log\n\n## 1.0.0\n"}, "shop-1.0.0 shop-1.1.0", ["CHANGELOG.md nothing about 1.1.0"]),
        ({"CHANGELOG.md": "# Log\n\n## 1.0.0\n"}, "release-1.0.0 v1.1.0", ["CHANGELOG.md nothing about 1.1.0"]),
    ],
)  # fmt: skip
def test_changelogs_of_packages(tmp_path: Path, files: dict[str, str], tags: str, wanted: list[str]) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"src/a.py": "1\n", **files})
    for name in tags.split():
        made.commit({"src/a.py": f"{name}\n"})
        made.git("tag", name)
    outcome = looked_at(made, "SAG05")
    assert tells(outcome, [one.partition(" ")[2] for one in wanted]), told_words(outcome)
    assert [one.path for one in outcome.findings] == [one.partition(" ")[0] for one in wanted]


def test_releases_of_packages_alone_ask_nothing_of_the_repository(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"src/a.py": "1\n", "CHANGELOG.md": "# Log\n\n## 9.0.0\n"})
    made.git("tag", "sdk/v3.1.0")
    for number in range(6):
        made.commit({"src/a.py": f"later {number}\n"})
    assert looked_at(made, "SAG05").findings == ()


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ("v1.0 1.1.0 rel_1.2 release/v1.3", ["", "", "", ""]),
        ("v1.0 sdk/v2.0 @a/b@3.0 c-d-v4.0 nightly", ["", "sdk", "@a/b", "c-d"]),
        ("shop-1.0 shop-1.1", ["", ""]),
        ("sdk/v2.0", ["sdk"]),
    ],
)
def test_which_package_a_tag_releases(names: str, wanted: list[str]) -> None:
    tags = [Reference(one, "", 0, is_annotated=False, is_signed=False) for one in names.split()]
    assert list(released_packages(tags).values()) == wanted


def test_a_line_that_names_a_version_many_times_and_a_long_changelog_take_no_long_time(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    versions = [f"{major}.{minor}.{patch}" for major in range(1, 9) for minor in range(10) for patch in range(10)]
    told = "".join(f"## {one}\n\n" + "- words about a change (#123)\n" * 10 for one in reversed(versions))
    made.commit({"CHANGELOG.md": f"- needs x {'7.7.7 ' * 10_000}\n\n{told}"})
    key = made.git("rev-parse", "HEAD")
    packed = "".join(f"{key} refs/tags/v{one}\n" for one in [*versions, "7.7.71"])
    (made.folder / ".git" / "packed-refs").write_text(f"# pack-refs with: peeled fully-peeled sorted \n{packed}")
    checkout = made.checkout()
    begun_s = time.process_time()
    outcome = load_rules().get("SAG05").check(checkout)
    assert time.process_time() - begun_s < 3
    assert tells(outcome, ["7.7.71"]), told_words(outcome)
