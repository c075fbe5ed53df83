"""Days and numbers in the sections of a model as the reader writes them, and as programs read them.

# proves E3.1 E3.2 E7.1 E7.3 C1
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from console.estate.models.kinds.dictionary import Dictionary
from console.estate.models.kinds.vocabulary import Vocabulary
from console.estate.models.model_documents import FoundDocument, ModelDocuments
from console.kernel.i18n import set_language
from console.presenters.model_sheet import SectionSheet, SheetCell
from console.presenters.model_view import ModelView
from console.presenters.models import accuracy, dictionary, roadmap, vocabulary
from tests.fakes.model_world import HEALTHY, NOW, model_view, model_world

HEAD = {"model": "ranker", "made_at": NOW, "source": "nightly job"}
WORDS = {"kind": "dictionary", "size_bytes": 251_000,
         "words": [{"word": "pricing", "uses": 1, "last_used": "2026-11-03"}, {"word": "sale", "uses": 2}]}  # fmt: skip
DAYS = {"kind": "vocabulary", "days": [{"day": "2026-11-19", "tokens": 100, "covered": 90}]}
PHASES = ({"title": "Rules", "begins": "2026-10-24", "ends": "2026-11-28"},
          {"title": "Words", "begins": "2026-11-29", "ends": "2027-01-31"})  # fmt: skip
"""What is told, as documents write it."""


@pytest.fixture
def japanese() -> Iterator[None]:
    set_language("ja")
    yield
    set_language("en")


def view() -> ModelView:
    seen = model_view(model_world(HEALTHY), started="2026-08-29", roadmap=PHASES)
    told = {Dictionary: WORDS, Vocabulary: DAYS}
    found = {("ranker", kind): FoundDocument(kind.model_validate(HEAD | one), "a.json") for kind, one in told.items()}
    return replace(seen, documents=ModelDocuments({**seen.documents.found, **found}))  # type: ignore[dict-item]


def column(sheet: SectionSheet, table: str, key: str) -> list[SheetCell]:
    shown = next(one for one in sheet.tables if one.key == table)
    place = next(at for at, one in enumerate(shown.columns) if one.key == key)
    return [line.cells[place] for line in shown.lines]


def test_a_japanese_reader_sees_days_as_they_are_written_there(japanese: None) -> None:
    assert column(dictionary.build(view()), "unused", "last_used")[0] == SheetCell("2026/11/03", "2026-11-03")
    assert column(vocabulary.build(view()), "days", "day") == [SheetCell("2026/11/19", "2026-11-19")]
    assert column(accuracy.build(view()), "milestones", "due")[0] == SheetCell("2026/09/05", "2026-09-05")
    assert "2026/11/28" in " ".join(one.note for one in accuracy.build(view()).tiles)
    spans = column(roadmap.build(view()), "phases", "span")
    assert [one.text for one in spans] == ["2026/10/24 – 11/28", "2026/11/29 – 2027/01/31"]
    assert spans[0].value == "2026-10-24/2026-11-28"


def test_a_word_that_nobody_used_has_a_dash_for_its_day() -> None:
    assert column(dictionary.build(view()), "unused", "last_used")[1] == SheetCell("–", None)


def test_all_numbers_of_a_tile_are_grouped_alike() -> None:
    size = next(one for one in dictionary.build(view()).tiles if one.label == "Dictionary words")
    assert size.note == "2 unused, 1,000 places"
