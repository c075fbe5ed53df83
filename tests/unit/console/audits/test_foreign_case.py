"""Tests in other languages that check by what they call. Proves G1.2 and G1.11 (INT05)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, told_words

_FILES = {
    "tests/ui.rs": """#[test]
fn macros() {
    let t = trybuild::TestCases::new();
    t.compile("tests/ui/*.rs");
}
#[test]
fn builds() { // PLANT-INT05
    let orders = orders::new();
    orders.open("a");
}
""",
}


def test_sources_that_must_build_are_checked(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _FILES, "INT05")
    assert {one.place for one in outcome.findings} == marked(_FILES, "INT05"), told_words(outcome)
