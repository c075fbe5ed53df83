"""The maturity week by week on disk (proves L7.3)."""

from datetime import UTC, datetime
from pathlib import Path

from console.domain.maturity.assessment import Assessment, Finding, MaturityLevel, assess
from console.kernel.paths import Paths
from console.services.maturity_book import MaturityBook, week_of

WEEK_S = 7 * 86_400.0
NOW_S = datetime(2026, 11, 21, tzinfo=UTC).timestamp()


def assessed(*, scales: bool | None) -> tuple[Assessment, ...]:
    findings = (Finding("seen", MaturityLevel.MANUAL, True, ""), Finding("scales", MaturityLevel.AUTOMATIC, scales, ""))
    return (assess("tokyo", findings),)


def test_weeks_are_those_of_iso_8601() -> None:
    assert week_of(NOW_S) == "2026-W47"
    assert week_of(datetime(2027, 1, 1, tzinfo=UTC).timestamp()) == "2026-W53"


def test_the_last_assessment_of_a_week_stays_and_weeks_follow_each_other(tmp_path: Path) -> None:
    book = MaturityBook(Paths.under(tmp_path), "shop")
    assert book.records() == ()
    book.note(assessed(scales=False), NOW_S)
    book.note(assessed(scales=True), NOW_S + 60)
    book.note(assessed(scales=True), NOW_S + WEEK_S)
    kept = MaturityBook(Paths.under(tmp_path), "shop").records()
    assert [(one.week, one.level, one.met) for one in kept] == [
        ("2026-W47", 2, ("seen", "scales")), ("2026-W48", 2, ("seen", "scales")),
    ]  # fmt: skip
    assert MaturityBook(Paths.under(tmp_path), "other").records() == ()


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    book = MaturityBook(Paths.under(tmp_path), "shop")
    book.note(assessed(scales=True), NOW_S)
    file = tmp_path / "state" / "maturity" / "shop.json"
    before = file.stat().st_mtime_ns
    book.note(assessed(scales=True), NOW_S + 120)
    assert file.stat().st_mtime_ns == before


def test_a_damaged_file_is_no_history(tmp_path: Path) -> None:
    book = MaturityBook(Paths.under(tmp_path), "shop")
    book.note(assessed(scales=True), NOW_S)
    (tmp_path / "state" / "maturity" / "shop.json").write_text("[{]")
    assert book.records() == ()
    assert len(book.note(assessed(scales=True), NOW_S)) == 1


def test_what_cannot_be_judged_any_more_keeps_what_the_week_has_shown(tmp_path: Path) -> None:
    book = MaturityBook(Paths.under(tmp_path), "shop")
    book.note(assessed(scales=True), NOW_S)
    assert [(one.level, one.met) for one in book.note(assessed(scales=None), NOW_S + 60)] == [(2, ("seen", "scales"))]
    assert [one.level for one in book.note(assessed(scales=None), NOW_S + WEEK_S)] == [2, 1]  # a new week proves anew
    assert [one.level for one in book.note(assessed(scales=False), NOW_S + 120)] == [1, 1]  # what is refuted is gone
