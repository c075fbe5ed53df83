"""Every user-visible text has Japanese that fits it. (proves the language row of requirements C)"""

import re
from pathlib import Path

import pytest

from console.kernel.singular import NAMES, phrases, singular
from tests.architecture import translation
from tests.architecture.source_tree import SourceFile, product_files


@pytest.fixture(scope="module")
def files(root_dir: Path) -> list[SourceFile]:
    """The files that may show texts to a user."""
    return product_files(root_dir, "console", "views", "connectors")


@pytest.fixture(scope="module")
def japanese(root_dir: Path) -> dict[str, str]:
    """All Japanese texts; two files never translate one text differently."""
    texts, clashes = translation.catalogue(root_dir / "resources" / "i18n" / "ja")
    assert clashes == []
    return texts


def test_every_text_has_japanese(files: list[SourceFile], japanese: dict[str, str]) -> None:
    fields = translation.fields_of_declarations(files)
    found = {(file.name, text) for file in files for text in translation.texts(file, fields)}
    missing = [f"{name}: {text}" for name, text in found if text not in japanese]
    assert not missing, "\n".join(sorted(missing))


def test_every_call_has_a_literal_text_and_fitting_values(files: list[SourceFile]) -> None:
    found = [fault for file in files for fault in translation.faulty_calls(file)]
    assert not found, "\n".join(found)


def test_placeholders_are_the_same_in_both_languages(japanese: dict[str, str]) -> None:
    assert translation.unfitting(japanese) == []


def test_no_translation_is_left_over(files: list[SourceFile], japanese: dict[str, str]) -> None:
    used = {constant for file in files for constant in translation.constants(file)}
    left = sorted(set(japanese) - used)
    assert not left, "\n".join(left)


def test_english_tells_one_of_what_it_counts(japanese: dict[str, str]) -> None:
    """Every noun that is counted somewhere is told in the singular wherever a number may stand before it."""
    nouns = {one.rpartition(" ")[2] for one in phrases() if one.endswith("s")} - {"available", "people"}
    counted = re.compile(r"(?<!\} of )\{(\w+)\} ((?:[a-z]+ ){0,2})(\w+)")
    wrong = set()
    for text in japanese:
        for name, before, noun in counted.findall(text):
            is_counted = noun in nouns and name not in NAMES and not set(before.split()) & _NO_COUNT
            if is_counted and singular(text, {name: 1}) == text:
                wrong.add(text)
    assert not wrong, "\n".join(sorted(wrong))


def test_no_phrase_of_one_is_left_over(japanese: dict[str, str]) -> None:
    texts = "\n".join(japanese)
    left = [one for one in phrases() if not re.search(rf"(?<!\}} of )\{{\w+\}} {re.escape(one)}", texts)]
    assert not left, left


_NO_COUNT = frozenset(
    ("is", "has", "was", "would", "still", "no", "with", "than", "in", "of", "at", "not", "and", "or", "the")
)
"""Words behind which another thing is told: "{name} is no cluster", "{program} refuses the files"."""


def test_the_checks_find_what_is_wrong(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        "from console.kernel.i18n import t\n"
        "t('Fine {cell}', cell=1)\n"
        "t(f'{x}')\n"
        "t('Missing {cell}')\n"
        "t(kind.title)\n"
        "_GROUP = 'Looks'\n"
        "class Action:\n    key: str\n    title: str\n    group: str\n"
        "class Fault:\n    @property\n    def title(self):\n        return 'Lag'\n"
        "PAGES.add(PageKind(key='x', title='Overview'))\n"
        "ACTIONS.add(action.Action('key', 'Larger', _GROUP))\n"
    )
    file = SourceFile(tmp_path, bad)
    fields = translation.fields_of_declarations([file])
    assert translation.texts(file, fields) == {"Fine {cell}", "Missing {cell}", "Overview", "Larger", "Looks", "Lag"}
    assert [fault.split()[0] for fault in translation.faulty_calls(file)] == ["bad.py:3", "bad.py:4"]
    assert translation.unfitting({"a {x}": "あ {y}", "b": " ", "c {x}": "{x} う"}) == ["a {x}", "b"]


def test_two_files_that_disagree_are_found(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"Cell": "セル"}', encoding="utf-8")
    (tmp_path / "two.json").write_text('{"Cell": "細胞", "Pod": "ポッド"}', encoding="utf-8")
    assert translation.catalogue(tmp_path) == ({"Cell": "セル", "Pod": "ポッド"}, ["two.json: Cell"])
