"""The level of a cell: the highest whose criteria, and all below it, are shown (proves L7.3)."""

import pytest

from console.domain.maturity.assessment import Finding, MaturityLevel, assess


def found(*met: bool | None) -> list[Finding]:
    """One criterion per level, from 1 on."""
    return [Finding(f"c{at}", MaturityLevel(at), one, "seen") for at, one in enumerate(met, 1)]


@pytest.mark.parametrize(
    ("met", "level"),
    [
        ((False, True, True, True), 0),
        ((True, False, True, True), 1),
        ((True, True, False, True), 2),
        ((True, True, True, False), 3),
        ((True, True, True, True), 4),
        ((True, None, True, True), 1),  # without evidence it does not count
    ],
)
def test_a_level_needs_all_below_it(met: tuple[bool | None, ...], level: int) -> None:
    assert assess("tokyo", found(*met)).level == level


def test_every_criterion_of_a_level_counts() -> None:
    both = [*found(True), Finding("more", MaturityLevel.MANUAL, False, "not seen")]
    assert assess("tokyo", both).level is MaturityLevel.NONE


def test_what_is_missing_is_told_lowest_level_first() -> None:
    judged = assess("tokyo", reversed(found(True, False, None, True)))
    assert [one.key for one in judged.missing] == ["c2", "c3"]
    assert assess("tokyo", []).level is MaturityLevel.NONE
