"""Runbooks and reports speak Japanese to a Japanese reader. (proves issue 8 "Japanese")"""

import re
from collections.abc import Iterator
from pathlib import Path

from console.kernel.i18n import Speaking
from console.presenters.markdown_block import MarkdownBlock, markdown_blocks
from console.reports.renderers.markdown import render_markdown
from tests.fakes.reviewed_estate import made

COMMAND = re.compile(r"cell-console[\w -]*")
PROSE = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){2,}")


def english_in(text: str) -> list[str]:
    """Runs of English words in the prose of a Markdown text; code, queries and links are left out."""
    return [found for span in _words(markdown_blocks(text)) for found in PROSE.findall(span)]


def _words(blocks: tuple[MarkdownBlock, ...]) -> Iterator[str]:
    for block in blocks:
        if block.kind != "code":
            for cell in (block.spans, *block.cells):
                yield from (COMMAND.sub("", span.text) for span in cell if not span.code and not span.address)


def test_the_search_finds_english_prose_and_leaves_code_alone() -> None:
    assert english_in("これは Forgotten english sentence です") == ["Forgotten english sentence"]
    assert english_in("セルの `sum by cell of rate` を確認\n\n```\nkubectl get pods of all\n```\n") == []


def test_every_japanese_runbook_is_japanese(root_dir: Path) -> None:
    folder = root_dir / "resources" / "runbooks"
    names = {path.name for path in (folder / "en").glob("*.md")}
    assert names == {path.name for path in (folder / "ja").glob("*.md")}
    english = {}
    for path in sorted((folder / "ja").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        body = text.split("---", 2)[2] if text.startswith("---") else text
        if found := english_in(body):
            english[path.name] = found
    assert english == {}


def test_a_japanese_review_is_japanese() -> None:
    with Speaking("ja"):
        text = render_markdown(made()).decode()
    assert len(text) > 2_000
    assert english_in(text) == []
