"""Texts from elsewhere are data in every format: no markup, no formula, no link, no hidden character. (proves C6)"""

import csv
import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from console.domain.report.bullet_list import BulletList
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.kernel.redact import register_secret
from console.reports.render import render
from console.reports.svg.drawing import drawing
from tests.fakes.pdf_pages import PdfPages
from tests.fakes.sample_document import charts, document
from tests.unit.console.reports.test_render import SHEET, Tags, shared_texts, sheets

HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(A1:A9)",
    "-2+3|cmd' /C calc'!A0",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '#read("/etc/passwd")',
    '#eval("1+1") $x^2$ *bold* _it_ @label <label> // no comment',
    "](http://evil.example) ![x](http://evil.example/p.png)",
    "```\n# heading\n---\n| a | b |\n|---|---|",
    "&lt;b&gt; &#x3c;b&#x3e; ]]> <!-- --> <![CDATA[x]]>",
    "\x1b[31mred\x00\u202e reversed \ufffe\uffff\ud800",
    "1. one\n- two\n> three\n    four",
    "Sheet1!A1",
    "=Sheet1!$A$1:$B$2",
)
SPECIAL = "=+-@|<>&\"'`*_[]()!#$\\\n\t :.0x"
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.text(SPECIAL, max_size=40)).filter(str.strip)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def small(text: str) -> Document:
    table = Table((Column(text),), ((text,), ("plain",)), text)
    return Document(
        text, (Heading(text), Paragraph(text), BulletList((text,)), table), "en", 1_790_000_000, text, ((text, text),)
    )


@given(TEXTS)
@QUICK
def test_a_csv_field_never_begins_a_formula(text: str) -> None:
    for row in csv.reader(io.StringIO(render(small(text), "csv").decode("utf-8-sig"))):
        assert not any(cell.lstrip().startswith(("=", "@", "+", "＝")) and not is_number(cell) for cell in row)


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(TEXTS)
@QUICK
def test_a_workbook_has_no_formula_and_no_link_outside(text: str) -> None:
    content = render(small(text), "xlsx")
    assert not any(list(sheet.iter(f"{SHEET}f")) for sheet in sheets(content))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for name, part in parts.items():
        ElementTree.fromstring(part)
        assert name.startswith("xl/externalLinks") is False
    assert not any(b'TargetMode="External"' in part for part in parts.values())


@given(TEXTS)
@QUICK
def test_html_has_the_same_tags_whatever_the_text_is(text: str) -> None:
    tags = Tags(render(small(text), "html").decode())
    plain = Tags(render(small("plain"), "html").decode())
    assert Counter(tags.tags) == Counter(plain.tags)
    assert all(one.startswith("#") for one in tags.references)


@given(TEXTS)
@QUICK
def test_markdown_has_the_same_structure_whatever_the_text_is(text: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    allowed = {"text", "softbreak", "strong_open", "strong_close", "em_open", "em_close", "text_special", "code_inline"}
    tokens = reader.parse(render(small(text), "md").decode())
    inside = [child.type for token in tokens for child in token.children or ()]
    assert set(inside) <= allowed - {"code_inline"}
    assert sum(token.type == "table_open" for token in tokens) == 1
    assert sum(token.type == "heading_open" for token in tokens) <= 2
    assert not any(token.type in {"html_block", "fence", "code_block", "hr", "ordered_list_open"} for token in tokens)


@pytest.mark.parametrize("text", HOSTILE[:8])
def test_markdown_shows_the_text_that_was_given(text: str) -> None:
    reader = MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(render(small(text), "md").decode())
    shown = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    assert " ".join(text.split()) in shown


def test_the_typesetter_shows_hostile_text_as_it_is() -> None:
    wanted = [" ".join(one.split()) for one in HOSTILE[:7]]
    blocks = (Heading("Hostile"), *(Paragraph(one) for one in HOSTILE), BulletList(HOSTILE))
    made = Document('#eval("1") *T*', blocks, "en", 0.0, HOSTILE[5], ((HOSTILE[6], HOSTILE[3]),), HOSTILE[6])
    with PdfPages(render(made, "pdf")) as pages:
        shown = " ".join("\n".join(pages.texts).split())
        assert pages.title == '#eval("1") *T*'
    for text in wanted:
        assert text.replace(" ", "") in shown.replace(" ", "").replace("￾", "-")
    assert "root:" not in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_every_block_and_chart_takes_hostile_text_in_every_format(text: str) -> None:
    for key in ("html", "md", "csv", "xlsx"):
        assert render(document(text, count=1), key)
    for index, chart in enumerate(charts(text)):
        root = ElementTree.fromstring(drawing(chart, f"c{index}"))
        assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {
            "svg", "title", "desc", "line", "rect", "polygon", "polyline", "circle", "text",
        }  # fmt: skip


@pytest.mark.parametrize("text", ["Sheet1!A1", "=Sheet1!$A$1", "=1+1"])
def test_the_names_of_a_native_chart_are_words_and_never_references(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(render(document(text, count=1), "xlsx"))) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
    formulas = [one for part in parts for one in re.findall(r"<c:f>([^<]*)</c:f>", part)]
    assert formulas
    assert all(one.startswith("'Numbers of the charts'!") for one in formulas)


@given(st.lists(st.text(min_size=1, max_size=50), max_size=6))
@QUICK
def test_sheets_are_named_as_spreadsheets_allow_and_never_twice(titles: list[str]) -> None:
    from console.reports.workbook.sheet_name import sheet_names

    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


@pytest.mark.parametrize("code", [0xE000, 0xF8FF, 0xFDD0, 0x1FFFE, 0xF0000, 0x10FFFF])
def test_what_is_no_character_is_a_mark(code: int) -> None:
    for key in ("html", "md", "csv"):
        made = render(small(f"a{chr(code)}b"), key).decode("utf-8-sig")
        assert chr(code) not in made
        assert "a�b" in made


def test_a_secret_is_masked_in_every_format() -> None:
    register_secret("canary-secret-of-a-report")
    for key in ("html", "md", "csv"):
        assert b"canary-secret-of-a-report" not in render(document("x canary-secret-of-a-report y", count=1), key)
    assert not any("canary-secret" in one for one in shared_texts(render(small("canary-secret-of-a-report"), "xlsx")))
    with PdfPages(render(small("canary-secret-of-a-report"), "pdf")) as pages:
        assert "canary-secret" not in "\n".join(pages.texts)
