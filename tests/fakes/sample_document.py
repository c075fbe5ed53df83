"""A document with every kind of block, in both languages, with a text of the caller's choice everywhere."""

from math import sin

from console.domain.health import Health
from console.domain.report.block import Block
from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout, Tone
from console.domain.report.chart import Chart, ChartBand, ChartKind, ChartLimit, ChartMoment, ChartSeries
from console.domain.report.code import Code
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.page_break import PageBreak
from console.domain.report.paragraph import Paragraph
from console.domain.report.quote import Quote
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.domain.unit import Unit
from console.presenters.report_value import amount, counted, measured, moment, share, span

NOW_S = 1_790_000_000
LABEL = "Lab: simulated data"
HOUR_S, DAY_S = 3600, 86_400


def charts(text: str = "eu-west") -> tuple[Chart, ...]:
    """One chart of each kind, all names and summaries with the text."""
    line = tuple((NOW_S + index * HOUR_S, None if index == 30 else 100 + 40 * sin(index)) for index in range(200))
    ahead = tuple((NOW_S + index * DAY_S, 150.0 + index) for index in range(30))
    band = tuple((at, value * 0.8, value * 1.2) for at, value in ahead)
    bars = (
        ChartSeries(f"Spent {text}", ((0, 1200.0), (1, 800.0))),
        ChartSeries("Limit", ((0, 1000.0), (1, 900.0)), is_dashed=True),
    )
    names = (text, "us-east")
    return (
        Chart(ChartKind.LINE, f"Demand {text}", f"See {text}.", "requests/s", (ChartSeries(text, line),),
              limits=(ChartLimit(f"Capacity {text}", 160.0),), moments=(ChartMoment(text, NOW_S + DAY_S),)),
        Chart(ChartKind.FAN, "Forecast", text, text, (ChartSeries("Forecast", ahead, is_dashed=True),),
              (ChartBand("80 %", band),)),
        Chart(ChartKind.BARS, "Cost", text, "USD", bars, categories=names),
        Chart(ChartKind.BUDGET, "Budget", text, "USD", bars, categories=names),
    )  # fmt: skip


def chapter(text: str, name: str = "Cell") -> tuple[Block, ...]:
    """One chapter with every kind of block."""
    figures = (
        KeyFigure("Cost", amount(1234.5, "USD"), text, Health.WARNING),
        KeyFigure(text, share(0.9993), health=Health.OK),
    )
    row = (
        Value(text, health=Health.CRITICAL), counted(1234567), measured(0.182, Unit.SECONDS), amount(None, "EUR"),
        moment(NOW_S), span(90), text,
    )  # fmt: skip
    columns = tuple(
        Column(one, is_right=one == "Count") for one in ("Cell", "Count", "p95", "Cost", "At", "Took", text)
    )
    return (
        Heading(f"{name} {text}"), KeyFigures(figures), Callout(text, Tone.CRITICAL, "Decision"),
        Callout(text, Tone.MISSING), Heading("Part", 3), BulletList((text, "two")), BulletList(("one", text), True),
        Table(columns, (row, row), f"Caption {text}"), Table(columns, (), empty=f"Nothing {text}"),
        Quote(text, f"who {text}"), Code(text, "promql"), PageBreak(), Paragraph(text, is_muted=True), *charts(text),
    )  # fmt: skip


def document(text: str = "東京 eu-west", *, count: int = 4, language: str = "en") -> Document:
    """A whole document; the text is in every place where text may be."""
    blocks = tuple(block for index in range(count) for block in chapter(text, f"Cell {index}"))
    facts = (("Estate", text), ("Period", "2026-10"))
    return Document(f"Review {text}", blocks, language, NOW_S, f"Estate {text}", facts, LABEL)
