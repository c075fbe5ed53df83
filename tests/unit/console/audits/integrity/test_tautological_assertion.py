"""Assertions over numbers that are written in them. Proves G1.2, G1.11 (INT06)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, told_words

_FILES = {
    "tests/test_order.py": """def test_numbers():
    assert 2 > 1  # PLANT-INT06
    assert 1 != 2  # PLANT-INT06
    assert 0 <= 0  # PLANT-INT06


def test_load():
    assert load() > 1
    assert 0 < load() < 9
    assert 1 > 2
""",
    "tests/order.rs": """#[test]
fn numbers() {
    assert_ne!(1, 2); // PLANT-INT06
    assert!(2 > 1); // PLANT-INT06
    assert_ne!(true, false, "differ"); // PLANT-INT06
}
#[test]
fn loads() {
    assert_ne!(load(), 2);
    assert!(load() > 1);
}
""",
}


def test_numbers_that_are_both_written_tell_nothing(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _FILES, "INT06")
    assert {one.place for one in outcome.findings} == marked(_FILES, "INT06"), told_words(outcome)
