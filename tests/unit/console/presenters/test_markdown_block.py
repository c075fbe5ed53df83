"""Markdown becomes plain spans: structure is kept, markup from outside stays text, nothing is fetched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.presenters.markdown_block import MarkdownBlock, markdown_blocks


def shown(text: str) -> list[tuple[str, str]]:
    return [(one.kind, "".join(span.text for span in one.spans)) for one in markdown_blocks(text)]


def test_headings_lists_code_and_tables_keep_their_structure_and_lines() -> None:
    text = '# A *b* `c`\n\n1. one\n   - two\n\n```sh {"name":"x"}\nls\n```\n\n|a|b|\n|-|-|\n|1|2|\n\n> said\n\n---\n'
    blocks = markdown_blocks(text)
    assert [(one.kind, one.line) for one in blocks] == [
        ("heading", 1), ("paragraph", 3), ("paragraph", 4), ("code", 6), ("row", 0), ("row", 0), ("paragraph", 14),
        ("rule", 16),
    ]  # fmt: skip
    assert [(span.text, span.italic, span.code) for span in blocks[0].spans][1:4:2] == [
        ("b", True, False),
        ("c", False, True),
    ]
    assert [(one.mark, one.indent) for one in blocks[1:3]] == [("1.", 1), ("•", 2)]
    assert blocks[3].info == 'sh {"name":"x"}'
    assert [cell[0].text for cell in blocks[5].cells] == ["1", "2"]
    assert (blocks[4].level, blocks[5].level, blocks[6].is_quote) == (1, 0, True)


def test_boxes_of_tasks_are_marks() -> None:
    found = markdown_blocks("- [ ] open\n- [x] done\n- plain\n")
    assert [(one.mark, one.spans[0].text) for one in found] == [("☐", "open"), ("☑", "done"), ("•", "plain")]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a <img src=x onerror=y> b", "a <img src=x onerror=y> b"),
        ("![a picture](http://evil.example/p.png)", "a picture"),
        ("<!-- hidden -->", "<!-- hidden -->"),
    ],
)
def test_markup_and_pictures_of_others_are_only_text(text: str, seen: str) -> None:
    assert shown(text) == [("paragraph", seen)]


def test_a_link_tells_where_it_leads() -> None:
    (block,) = markdown_blocks("see [the docs](https://docs.example/a) there")
    assert [(span.text, span.address) for span in block.spans] == [
        ("see ", ""), ("the docs", "https://docs.example/a"), (" there", ""),
    ]  # fmt: skip


@given(st.text(alphabet="#*_`[]()<>|-\n 1.x!~&\\", max_size=200))
def test_nothing_breaks_it(text: str) -> None:
    for block in markdown_blocks(text):
        assert isinstance(block, MarkdownBlock)
        assert block.indent >= 0
