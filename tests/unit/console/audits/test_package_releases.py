"""Releases of one package of a repository are looked for in its own changelog alone. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

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
