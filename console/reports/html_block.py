"""Blocks as HTML: every text escaped, charts inline."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from console.domain.report.block import Block
from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout
from console.domain.report.chart import Chart
from console.domain.report.code import Code
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.page_break import PageBreak
from console.domain.report.paragraph import Paragraph
from console.domain.report.quote import Quote
from console.domain.report.table import Table
from console.domain.report.value import as_value
from console.reports.health_mark import MARKS, TOKENS, TONES
from console.reports.svg.canvas import xml
from console.reports.svg.drawing import drawing

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.domain.report.value import Value


@singledispatch
def html_block(block: Block, identity: str) -> str:
    """Return the markup of a block; ``identity`` is its own in the document."""
    raise TypeError(f"{type(block).__name__} {identity}")


@html_block.register
def _(block: Heading, identity: str) -> str:
    level = min(block.level + 1, 6)
    return f'<h{level} id="{identity}">{xml(block.text)}</h{level}>'


@html_block.register
def _(block: Paragraph, identity: str) -> str:
    return f'<p class="muted">{xml(block.text)}</p>' if block.is_muted else f"<p>{xml(block.text)}</p>"


@html_block.register
def _(block: BulletList, identity: str) -> str:
    kind = "ol" if block.is_numbered else "ul"
    return f"<{kind}>{''.join(f'<li>{xml(one)}</li>' for one in block.items)}</{kind}>"


@html_block.register
def _(block: Callout, identity: str) -> str:
    title = f"<strong>{xml(block.title)}</strong>" if block.title else ""
    return f'<aside class="{TONES[block.tone]}">{title}<p>{xml(block.text)}</p></aside>'


@html_block.register
def _(block: Quote, identity: str) -> str:
    source = f'<p class="muted">{xml(block.source)}</p>' if block.source else ""
    return f"<blockquote>{xml(block.text)}</blockquote>{source}"


@html_block.register
def _(block: Code, identity: str) -> str:
    return f"<pre><code>{xml(block.text)}</code></pre>"


@html_block.register
def _(block: PageBreak, identity: str) -> str:
    return "<hr>"


@html_block.register
def _(block: Chart, identity: str) -> str:
    return (
        f"<figure><h4>{xml(block.title)}</h4>{drawing(block, identity)}"
        f"<figcaption>{xml(block.summary)}</figcaption></figure>"
    )


@html_block.register
def _(block: KeyFigures, identity: str) -> str:
    return f'<ul class="figures">{"".join(_figure(one) for one in block.figures)}</ul>'


def _figure(one: KeyFigure) -> str:
    note = f"<span>{xml(one.note)}</span>" if one.note else ""
    kind = "" if one.health is None else f' class="of-{TOKENS[one.health]}"'
    value = f"{_mark(one.health)}{xml(as_value(one.value).text)}"
    return f"<li{kind}><span>{xml(one.label)}</span><strong>{value}</strong>{note}</li>"


def _mark(health: Health | None) -> str:
    """The mark is for eyes: what is judged says in words how it is."""
    return "" if health is None else f'<b class="{TOKENS[health]}" aria-hidden="true">{MARKS[health]} </b>'


@html_block.register
def _(block: Table, identity: str) -> str:
    caption = f"<caption>{xml(block.caption)}</caption>" if block.caption else ""
    if not block.rows:
        return f'<p class="muted">{xml(block.empty)}</p>'
    sides = ['class="right" ' if one.is_right else "" for one in block.columns]
    heads = "".join(
        f'<th {side}scope="col">{xml(one.title)}</th>' for one, side in zip(block.columns, sides, strict=True)
    )
    rows = "".join(_row([as_value(one) for one in row], sides) for row in block.rows)
    return f'<div class="scroll"><table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(row: list[Value], sides: list[str]) -> str:
    cells = (
        f"<td {side}>{_mark(one.health)}{xml(one.text)}</td>".replace("<td >", "<td>")
        for one, side in zip(row, sides, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"
