"""The help is whole in both languages: pages, links, sections, figures. (proves issue 8 "Help inside the window")"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.kernel.i18n import LANGUAGES, set_language, translated
from console.kernel.registry import load_all
from console.presenters.help.figure_help import figure_help
from console.presenters.help.help_contents import help_topic, help_topics, page_topic, split_address, topic_group
from console.presenters.help.help_search import search_help
from console.presenters.help.help_topic import HelpTopic, plain, read_topic
from console.presenters.markdown_block import markdown_blocks
from console.presenters.signal_text import signal_label, signal_meaning
from tests.architecture import translation
from tests.architecture.figure_label import figure_labels
from tests.architecture.source_tree import product_files
from views.registry import PAGES

UNTOLD: frozenset[str] = frozenset()
_WORDS = re.compile(r"[A-Za-z]{2,}(?: [a-z]{2,}){3,}")


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn."""
    set_language(request.param)
    yield request.param
    set_language("en")


def _links(topic: HelpTopic) -> list[str]:
    blocks = markdown_blocks(topic.text)
    spans = [span for block in blocks for cell in (block.spans, *block.cells) for span in cell]
    return [span.address for span in spans if span.address]


def test_every_page_has_help(spoken: str) -> None:
    load_all("views.pages")
    missing = [page.key for page in PAGES if help_topic(page_topic(page.key)) is None]
    assert missing == []


def test_the_help_of_a_page_carries_the_title_of_the_page(spoken: str) -> None:
    load_all("views.pages")
    titles = {page.key: translated(page.title) for page in PAGES}
    topics = {key: help_topic(page_topic(key)) for key in titles}
    assert {key: topic.title for key, topic in topics.items() if topic is not None} == titles


def test_every_link_of_every_topic_leads_to_a_section_that_is_there(spoken: str) -> None:
    broken = []
    for topic in help_topics():
        for address in _links(topic):
            key, section = split_address(address)
            found = help_topic(key)
            if found is None or (section and section not in {one.key for one in found.sections}):
                broken.append(f"{topic.key}: {address}")
    assert broken == []


def test_both_languages_have_the_same_topics_sections_and_links(root_dir: Path) -> None:
    shapes = {}
    for language in LANGUAGES:
        set_language(language)
        shapes[language] = [
            (one.key, [section.key for section in one.sections], sorted(_links(one))) for one in help_topics()
        ]
    set_language("en")
    assert shapes["en"] == shapes["ja"]
    folders = [{path.name for path in (root_dir / "resources" / "help" / one).iterdir()} for one in LANGUAGES]
    assert folders[0] == folders[1]


def test_no_file_of_the_help_is_left_out_of_the_contents(root_dir: Path) -> None:
    listed = set(json.loads((root_dir / "resources" / "help" / "contents.json").read_text()))
    files = {path.stem for path in (root_dir / "resources" / "help" / "en").iterdir()}
    assert files == listed - {"figures-signals"}


def test_japanese_help_is_japanese(root_dir: Path) -> None:
    english = [
        f"{path.name}: {found[0]}"
        for path in sorted((root_dir / "resources" / "help" / "ja").iterdir())
        for block in markdown_blocks(path.read_text(encoding="utf-8"))
        if block.kind != "code"
        for span in block.spans
        if not span.code and not span.italic and (found := _WORDS.search(span.text))
    ]
    assert english == []


def test_every_figure_of_tiles_and_columns_has_an_entry(root_dir: Path) -> None:
    labels = figure_labels(product_files(root_dir, "console", "views"))
    assert len(labels) > 150  # the search itself must not go blind
    untold = {label: places for label, places in labels.items() if not figure_help(label) and label not in UNTOLD}
    assert untold == {}


def test_every_label_of_an_entry_stands_somewhere_on_screen(root_dir: Path) -> None:
    known = {text for file in product_files(root_dir, "console", "views") for text in translation.constants(file)}
    told = json.loads((root_dir / "resources" / "help" / "figures.json").read_text(encoding="utf-8"))
    assert [label for labels in told.values() for label in labels if label not in known] == []


def test_no_label_belongs_to_two_entries(root_dir: Path) -> None:
    told = json.loads((root_dir / "resources" / "help" / "figures.json").read_text(encoding="utf-8"))
    labels = [label for labels in told.values() for label in labels]
    assert sorted(labels) == sorted(set(labels))


def test_every_entry_of_a_figure_says_more_than_its_meaning(spoken: str) -> None:
    short = [
        f"{topic.key}#{section.key}"
        for topic in help_topics()
        if topic.key.startswith("figures-")
        for section in topic.sections[1:]
        if len(section.body.strip().split("\n\n")) < 2 or not section.key
    ]
    assert short == []


def test_a_figure_is_found_by_the_words_on_screen_of_the_language() -> None:
    set_language("ja")
    try:
        assert figure_help("バジェット残").startswith("目標が許す失敗の残り")
        assert figure_help(signal_label("rps")) == signal_meaning("rps")
    finally:
        set_language("en")
    assert figure_help("Budget left").startswith("What is left of the failures")
    assert figure_help("Nothing of the kind") == ""


def test_searching_finds_headings_first_and_every_word_must_occur() -> None:
    hits = search_help("burn rate")
    assert hits[0].section.title in {"Burn rate", "Burn rate (1 h)"}
    assert {hit.topic.key for hit in hits} >= {"glossary", "figures-slo"}
    assert search_help("burn rate zebra") == ()
    assert search_help("   ") == ()
    assert all("brunner" in f"{hit.section.title} {hit.section.body}".casefold() for hit in search_help("brunner"))


def test_searching_japanese_needs_no_spaces() -> None:
    set_language("ja")
    try:
        assert search_help("バーンレート")[0].section.title.startswith("バーンレート")
    finally:
        set_language("en")


def test_the_topic_of_signals_shows_the_queries_that_are_asked() -> None:
    topic = help_topic("figures-signals")
    assert topic is not None
    assert "histogram_quantile" in topic.text
    assert "## Request rate" in topic.text
    assert "{#" not in topic.text


def test_marks_of_sections_are_read_and_not_shown() -> None:
    topic = read_topic(
        "x", "# Title\n\nIntro [cell](glossary#cell).\n\n## A *part* {#part}\n\nBody\n\n```\n# no\n```\n"
    )
    assert topic.title == "Title"
    assert topic.line_of("part") == 5
    assert topic.line_of("none") == 1
    assert topic.sections[0].summary == "Intro cell."
    assert "{#part}" not in topic.text
    assert len(topic.sections) == 2
    assert plain("`a` **b** [c](d)") == "a b c"
    assert topic_group(read_topic("page-x", "# X")) == "Page by page"
