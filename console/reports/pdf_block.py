"""Blocks as plain values for the typesetter's template (``resources/reports/document.typ``)."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from console.domain.report.block import Block
from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout
from console.domain.report.chart import Chart
from console.domain.report.code import Code
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigures
from console.domain.report.page_break import PageBreak
from console.domain.report.paragraph import Paragraph
from console.domain.report.quote import Quote
from console.domain.report.table import Table
from console.domain.report.value import Value, as_value
from console.reports.chapter import chapters, has_contents
from console.reports.health_mark import MARKS, TOKENS, TONES
from console.reports.svg.canvas import text_width
from console.reports.svg.drawing import drawing

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.domain.report.document import Document

_PAGE_WIDTH, _SIZE = 494.0, 8.5  # points between the margins, and of a table's letters
_SMALL_SIZE, _MANY = 7.4, 7  # of tables with more columns
_NARROW, _NUMBER, _LEAST, _MOST = 62.0, 92.0, 60.0, 320.0
_LEAST_SHARED = 100.0  # points for each column that asks for a share
_KEPT_SHARE = 0.76
_LONG_WORD = re.compile(r"\S{28,}")
_PIECE = re.compile(r"[^,;|(){}\[\]/=&?.:_-]{0,14}[,;|(){}\[\]/=&?.:_-]+|[^,;|(){}\[\]/=&?.:_-]{1,14}")
_MOST_CONTENTS = 48
_KEPT = frozenset({"kind", "alt", "token", "mark", "chart"})


def pdf_blocks(document: Document) -> list[dict[str, Any]]:
    """Return the blocks; chapters after the first begin on a new page, the contents stand between."""
    found: list[dict[str, Any]] = []
    contents = has_contents(document)
    begun = 0
    for chapter in chapters(document):
        if begun:
            found.append({"kind": "break"})
        if begun == 1 and contents:
            found += [{"kind": "contents", "depth": _depth(document)}, {"kind": "break"}]
        if chapter.title:
            found.append({"kind": "heading", "text": chapter.title, "level": 1})
        begun += bool(chapter.title)
        found += [_form(one) | {"id": f"c{len(found)}"} for one in chapter.blocks]
    return [_drawn(_broken(one), index) for index, one in enumerate(_raised(_together(found)))]


def _together(forms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep what stands in small print above a query or an output on the page on which that begins."""
    after = [*(one["kind"] for one in forms[1:]), ""]
    return [
        one | {"sticky": kind == "code"} if one["kind"] == "paragraph" else one
        for one, kind in zip(forms, after, strict=True)
    ]


def _raised(forms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A document without chapters (a run record, a debrief) begins with lower headings; PDF/UA wants level 1 first."""
    too_low = next((int(one["level"]) - 1 for one in forms if one["kind"] == "heading"), 0)
    if not too_low:
        return forms
    return [one | {"level": max(1, one["level"] - too_low)} if one["kind"] == "heading" else one for one in forms]


def _depth(document: Document) -> int:
    """Contents fill one page: of long documents they name the chapters only."""
    return 2 if sum(isinstance(one, Heading) and one.level <= 2 for one in document.blocks) <= _MOST_CONTENTS else 1


def _drawn(form: dict[str, Any], index: int) -> dict[str, Any]:
    chart = form.pop("chart", None)
    return form if chart is None else form | {"svg": drawing(chart, f"chart{index}")}


def _broken(form: Any) -> Any:
    """Return plain values with places to break in all their texts but those for machines."""
    if isinstance(form, dict):
        return {key: one if key in _KEPT else _broken(one) for key, one in form.items()}
    if isinstance(form, list):
        return [_broken(one) for one in form]
    return breakable(form) if isinstance(form, str) else form


def breakable(text: str) -> str:
    """Return a text whose very long words may be broken, after signs where there are any (hashes, queries).

    The mark is U+200B; the template takes it away, so that it is in no text that is copied from the file.
    """
    return _LONG_WORD.sub(lambda found: "\u200b".join(_PIECE.findall(found[0])), text)


@singledispatch
def _form(block: Block) -> dict[str, Any]:
    raise TypeError(type(block).__name__)


@_form.register
def _(block: Heading) -> dict[str, Any]:
    return {"kind": "heading", "text": block.text, "level": block.level}


@_form.register
def _(block: Paragraph) -> dict[str, Any]:
    return {"kind": "paragraph", "text": block.text, "muted": block.is_muted}


@_form.register
def _(block: BulletList) -> dict[str, Any]:
    return {"kind": "list", "items": list(block.items), "numbered": block.is_numbered}


@_form.register
def _(block: Callout) -> dict[str, Any]:
    return {"kind": "callout", "text": block.text, "title": block.title, "token": TONES[block.tone]}


@_form.register
def _(block: Quote) -> dict[str, Any]:
    return {"kind": "quote", "text": block.text, "source": block.source}


@_form.register
def _(block: Code) -> dict[str, Any]:
    return {"kind": "code", "text": block.text}


@_form.register
def _(_block: PageBreak) -> dict[str, Any]:
    return {"kind": "break"}


@_form.register
def _(block: Chart) -> dict[str, Any]:
    alt = f"{block.title}: {block.summary}"
    return {"kind": "chart", "title": block.title, "summary": block.summary, "alt": alt, "chart": block}


@_form.register
def _(block: KeyFigures) -> dict[str, Any]:
    figures = [
        {"label": one.label, "value": as_value(one.value).text, "note": one.note, **_mark(one.health)}
        for one in block.figures
    ]
    return {"kind": "figures", "figures": figures}


@_form.register
def _(block: Table) -> dict[str, Any]:
    rows = [[as_value(one) for one in row] for row in block.rows]
    return {
        "kind": "table",
        "caption": block.caption,
        "empty": block.empty,
        "titles": [one.title for one in block.columns],
        "right": [one.is_right for one in block.columns],
        "widths": _widths(block, rows),
        "rows": [[{"text": one.text, **_mark(one.health)} for one in row] for row in rows],
    }


def _mark(health: Health | None) -> dict[str, str]:
    return {"mark": "", "token": ""} if health is None else {"mark": MARKS[health], "token": TOKENS[health]}


def _widths(table: Table, rows: list[list[Value]]) -> list[float]:
    """Return shares of the page per column, 0 for those that are as wide as their content: numbers, short words.

    Shares that a table asks for are kept while the columns without one leave enough of the page to those with one.
    """
    shares = [one.share for one in table.columns]
    size = _SIZE if len(table.columns) <= _MANY else _SMALL_SIZE
    natural = [
        max(text_width(one.title, size), *(_width(row[index], size) for row in rows), 0.0) + 10
        for index, one in enumerate(table.columns)
    ]
    taken = sum(width for width, part in zip(natural, shares, strict=True) if not part)
    if all(shares) or (any(shares) and _PAGE_WIDTH - taken >= _LEAST_SHARED * sum(map(bool, shares))):
        return shares
    if sum(natural) <= _PAGE_WIDTH:
        return [0.0] * len(natural)
    kept = [width if _is_kept(one.is_right, width) else 0.0 for one, width in zip(table.columns, natural, strict=True)]
    if sum(kept) > _KEPT_SHARE * _PAGE_WIDTH:
        kept = [0.0] * len(natural)
    return [0.0 if keeps else min(max(width, _LEAST), _MOST) for keeps, width in zip(kept, natural, strict=True)]


def _width(value: Value, size: float) -> float:
    return text_width(value.text, size) + (0.0 if value.health is None else 12.0)


def _is_kept(is_right: bool, width: float) -> bool:
    return width <= (_NUMBER if is_right else _NARROW)
