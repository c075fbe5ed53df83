"""A review of an estate that spends money and has objectives: everything that its sections need, with round numbers."""

from dataclasses import replace
from math import sin

from console.domain.change_form import written_time
from console.domain.report.document import Document
from console.domain.report.report_span import ReportSpan, SpanKind, span_of
from console.domain.resource import ResourceRef
from console.domain.signal_course import SignalCourse
from console.domain.signal_key import SignalKey
from console.domain.slo.slo_course import SloCourse
from console.domain.slo.slo_status import SloStatus
from console.domain.trail_record import TrailForm, TrailRecord
from console.reports.review import review
from console.reports.review_context import ReviewContext, ReviewViews
from console.reports.review_facts import ReviewFacts
from console.store.state import ObjectTable, State
from tests.fakes.spending import NOW_S, estate, spending

MONTH = span_of(SpanKind.MONTH, NOW_S)
WEEK = span_of(SpanKind.WEEK, NOW_S)
STEP_S = 1800.0
SLO = SloStatus(
    ref=ResourceRef("metrics", "SLO", "web", "availability"),
    title="Requests",
    percent=99.9,
    period_s=30 * 86_400,
    error_ratio=0.00085,
    burns=((300, 0.0), (3600, 0.002)),
    events=1_000_000.0,
    query="slo:ratio",
    labels=(("cell", "tokyo"),),
)
OVER = replace(SLO, ref=replace(SLO.ref, name="latency"), error_ratio=0.002)


def state(*slos: SloStatus, is_lab: bool = False, chosen: State | None = None) -> State:
    """The state: one budget that will be passed, one that will not, and objectives."""
    budgets = ({"key": "tight", "cells": ["tokyo"]}, {"key": "wide", "limit": {"amount": 90_000, "currency": "USD"}})
    environment = {"environment": "lab"} if is_lab else {}
    made = chosen or spending(estate(*budgets, **environment))
    objects = dict(made.objects)
    if slos:
        objects["metrics", "slos"] = ObjectTable({one.ref: one for one in slos}, NOW_S)
    return replace(made, objects=objects)


def course(cell: str, signal: str, level: float, span: ReportSpan = MONTH) -> SignalCourse:
    """A signal that was half as high in the period before."""
    begin_s = span.before().begin_s
    count = int((min(span.end_s, NOW_S) - begin_s) / STEP_S)
    times = tuple(begin_s + STEP_S * index for index in range(count))
    values = tuple((level if at >= span.begin_s else level / 2) * (1 + 0.2 * sin(at / 13_751)) for at in times)
    return SignalCourse(SignalKey(signal, cell), times, values, STEP_S, f"asked for {signal}", "metrics")


def record(kind: str, cell: str, at_s: float = NOW_S - 3600) -> TrailRecord:
    """Something that the trail holds."""
    form = TrailForm(at=written_time(at_s), kind=kind, subject="c-1", actor="ada", reason="more room", cell=cell)
    return TrailRecord(0, b"", form)


FACTS = ReviewFacts(
    courses=tuple(
        course(cell, signal, level)
        for cell in ("tokyo", "osaka")
        for signal, level in (("router_rps", 300.0), ("latency_p95", 0.25), ("slo_attainment", 0.9995))
    ),
    budgets=(SloCourse(SLO.ref, SLO.period_s, NOW_S, 3600.0, 7200.0, (NOW_S - 3600, NOW_S), (0.0002, 0.00085)),),
    trail=(record("change.verified", "tokyo"),),
)


def context(
    shown: State | None = None, span: ReportSpan = MONTH, facts: ReviewFacts = FACTS, now_s: float = NOW_S
) -> ReviewContext:
    """What sections build from."""
    used = shown or state(SLO, OVER)
    assert used.estate is not None
    return ReviewContext(used.estate, span, facts, ReviewViews(used, span.as_of(now_s), now_s, facts.tests))


def made(
    shown: State | None = None, span: ReportSpan = MONTH, facts: ReviewFacts = FACTS, now_s: float = NOW_S
) -> Document:
    """The whole document."""
    return review(context(shown, span, facts, now_s))
