"""Fixes of Rust whose tests are inside of the sources: the difference tells whether they changed (G1.2, G1.11)."""

import time
from pathlib import Path

import pytest

from console.audits.inline_case import _is_tested, inline_tested_commits
from console.audits.repository import git_reading
from console.audits.repository.partial_clone import clone_for
from console.audits.repository.past_contents import PastContents
from tests.fakes.planted_repository import PlantedRepository, looked_at

_HEAD = "pub fn sum(a: u8, b: u8) -> u8 {\n    BODY\n}\n"
_TESTS = "\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn sums() {\n        CHECK\n    }\n}\n"
_DOC = "/// ```\n/// assert_eq!(shop::sum(1, 2), 3);\n/// ```\n"
_NESTED = (
    "pub mod a {\n    #[cfg(all(test, unix))]\n    #[allow(unused)]\n    mod t {\n        CHECK\n    }\n    BODY\n}\n"
)


def _rust(text: str, body: str, check: str) -> str:
    return text.replace("BODY", body).replace("CHECK", check)


@pytest.fixture
def made(tmp_path: Path) -> PlantedRepository:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"src/lib.rs": _rust(_HEAD + _TESTS, "a + b", "assert_eq!(1, 1);"), "README.md": "x\n"}, "Begin")
    return made


@pytest.mark.parametrize(
    ("before", "after", "is_tested"),
    [
        (_rust(_HEAD + _TESTS, "a", "assert!(b);"), _rust(_HEAD + _TESTS, "b", "assert!(b);"), False),
        (_rust(_HEAD + _TESTS, "a", "assert!(b);"), _rust(_HEAD + _TESTS, "b", "assert!(c);"), True),
        (_rust(_HEAD, "a", ""), _rust(_HEAD + _TESTS, "b", "assert!(c);"), True),
        (_rust(_HEAD, "a", ""), _rust(_HEAD, "b", "") + "#[tokio::test]\nasync fn one() {}\n", True),
        (_rust(_HEAD, "a", ""), _DOC + _rust(_HEAD, "b", ""), True),
        ("#[cfg(test)]\nmod tests;\n" + _HEAD, "#[cfg(test)]\nmod tests;\n" + _rust(_HEAD, "b", ""), False),
        (_TESTS + _rust(_HEAD, "a", ""), _TESTS + _rust(_HEAD, "b", ""), False),
        (_rust(_NESTED, "a", "fn x() {}"), _rust(_NESTED, "b", "fn x() {}"), False),
        (_rust(_NESTED, "a", "fn x() {}"), _rust(_NESTED, "a", "fn y() {}"), True),
    ],
)  # fmt: skip
def test_a_fix_is_tested_when_its_tests_inside_changed(
    made: PlantedRepository, before: str, after: str, *, is_tested: bool
) -> None:
    made.commit({"src/price.rs": before}, "Add prices")
    fix = made.commit({"src/price.rs": after}, "Fix the rounding of prices")
    assert [one.commit for one in looked_at(made, "TDD01").findings] == ([] if is_tested else [fix])


def test_a_source_that_moves_brings_no_test(made: PlantedRepository) -> None:
    made.git("mv", "src/lib.rs", "src/sum.rs")
    moved = (made.folder / "src/sum.rs").read_text().replace("a + b", "a.saturating_add(b)")
    fix = made.commit({"src/sum.rs": moved}, "Fix overflow of sums")
    assert [one.commit for one in looked_at(made, "TDD01").findings] == [fix]


def test_what_was_read_of_a_commit_is_kept(made: PlantedRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made.commit({"src/lib.rs": _rust(_HEAD + _TESTS, "a", "assert_eq!(2, 2);")}, "Fix sums")
    assert inline_tested_commits(made.checkout(), [first]) == {first}
    second = made.commit({"src/lib.rs": _rust(_HEAD + _TESTS, "b", "assert_eq!(2, 2);")}, "Fix more sums")
    later, asked = made.checkout(), list[bytes]()
    read = git_reading.git_output
    monkeypatch.setattr(
        "console.audits.inline_case.git_output", lambda *a, stdin: asked.append(stdin) or read(*a, stdin=stdin)
    )
    assert inline_tested_commits(later, [first, second]) == {first}
    assert inline_tested_commits(later, []) == frozenset()
    assert asked == [f"{second}\n".encode()]


def test_many_marks_of_tests_take_no_long_time() -> None:
    marks = " #[cfg(test)]\n" * 40_000
    begun_s = time.process_time()
    assert not _is_tested(marks)
    assert not _is_tested(" #[cfg(test)]\n mod a {\n" * 10_000)
    assert time.process_time() - begun_s < 5


def test_a_partial_clone_has_what_the_rule_reads(made: PlantedRepository, tmp_path: Path) -> None:
    made.commit({"src/lib.rs": _rust(_HEAD + _TESTS, "a", "assert_eq!(2, 2);")}, "Fix sums")
    made.commit({"src/lib.rs": _rust(_HEAD + _TESTS, "b", "assert_eq!(2, 2);")}, "Fix more sums")
    made.commit({"src/lib.rs": _rust(_HEAD + _TESTS, "c", "assert_eq!(2, 2);")}, "Rename a sum")
    made.git("config", "uploadpack.allowFilter", "true")
    clone = clone_for(made.folder.as_uri(), tmp_path / "clones", ("",), PastContents.RENAMED)
    git_reading.git_output(clone.folder, "log", "-p", "-U9", "--", "*.rs")  # else it misses an object
