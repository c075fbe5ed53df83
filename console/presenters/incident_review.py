"""The review document of an incident: what happened, what it cost, what is to be done; without blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout, Tone
from console.domain.report.code import Code
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.kernel.i18n import language, t
from console.presenters.format import UNKNOWN, duration, local_time, number, percent
from console.presenters.incident_text import level_word, place_text
from console.presenters.report_value import share, span
from console.presenters.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.domain.incident.incident import Incident
    from console.domain.incident.slo_impact import SloImpact
    from console.domain.report.block import Block
    from console.presenters.incident_timeline import TimelineRow

ACTION_MARKS = ("action:", "対応:", "対応：")
"""A note that begins so is an action of the review."""
_MOST_QUERIES = 12


def incident_review(
    incident: Incident,
    timeline: Sequence[TimelineRow],
    impact: Sequence[SloImpact],
    runbooks: Iterable[str],
    *,
    now_s: float,
    is_lab: bool,
    unread: str = "",
) -> Document:
    """Return the document in the language that is spoken; ``runbooks`` are the titles of those that fit.

    ``unread`` says why the trail, which the timeline is of too, could not be read.
    """
    return Document(
        title=t("Incident review: {title}", title=retold(incident.title)),
        blocks=tuple(_blocks(incident, timeline, impact, tuple(runbooks), unread)),
        language=language(),
        created_s=now_s,
        subtitle=incident.id,
        facts=_facts(incident),
        label=t("Lab: simulated data") if is_lab else "",
    )


def _facts(incident: Incident) -> tuple[tuple[str, str], ...]:
    people = dict.fromkeys(one.actor for one in incident.moments if one.actor)
    facts = (
        (t("Level"), level_word(incident.grade)),
        (t("Where"), place_text(incident)),
        (t("Team"), incident.team),
        (t("Opened"), local_time(incident.opened_s)),
        (t("Resolved"), local_time(incident.resolved_s) if incident.resolved_s is not None else t("not resolved yet")),
        (t("People"), ", ".join(people)),
    )
    return tuple((name, value) for name, value in facts if value)


def _blocks(
    incident: Incident,
    timeline: Sequence[TimelineRow],
    impact: Sequence[SloImpact],
    runbooks: tuple[str, ...],
    unread: str,
) -> Iterator[Block]:
    yield _figures(incident, impact)
    if not incident.is_over:
        yield Callout(t("The incident is not over; this is how it stood."), Tone.WARNING)
    yield Heading(t("What happened"))
    yield Paragraph(_story(incident))
    yield _timeline(timeline)
    if unread:
        told = t("The trail could not be read, so what was done may be missing here: {why}", why=retold(unread))
        yield Callout(told, Tone.MISSING)
    yield Heading(t("Impact"))
    yield from _impact(impact)
    yield Heading(t("Alerts and evidence"))
    yield from _alerts(incident)
    if runbooks:
        yield Heading(t("Runbooks that fit"), 2)
        yield BulletList(runbooks)
    yield Heading(t("What was learned"))
    yield from _learned(incident)


def _figures(incident: Incident, impact: Sequence[SloImpact]) -> KeyFigures:
    begun_s = None if incident.begun_s is None else round(incident.begun_s - incident.opened_s)
    lasted_s = None if incident.resolved_s is None else round(incident.resolved_s - incident.opened_s)
    first_s = min((one.starts[0] for one in incident.alerts if one.starts), default=incident.opened_s)
    known = [one.burnt for one in impact if one.burnt is not None]
    late = Health.CRITICAL if any(one.word == "breached" for one in incident.moments) else None
    return KeyFigures((
        KeyFigure(t("Detected after"), span(round(max(0.0, incident.opened_s - first_s))), t("from its first alert")),
        KeyFigure(t("Begun after"), span(begun_s), t("asked for: {time}", time=level_word(incident.grade)), late),
        KeyFigure(t("Lasted"), span(lasted_s)),
        KeyFigure(t("Error budget burnt"), share(max(known, default=None)), t("of the objective that was hit hardest")),
    ))  # fmt: skip


def _story(incident: Incident) -> str:
    names = ", ".join(dict.fromkeys(one.name for one in incident.alerts)) or t("no alert; a person opened it")
    return t("{title}. Alerts: {names}.", title=retold(incident.title).rstrip(".。"), names=names)


def _timeline(timeline: Sequence[TimelineRow]) -> Table:
    columns = (Column(t("Time")), Column(t("From")), Column(t("What happened"), share=1.0), Column(t("By")))
    rows = tuple((one.time, one.source, one.what, one.actor) for one in timeline)
    return Table(columns, rows, t("Timeline"))


def _impact(impact: Sequence[SloImpact]) -> Iterator[Block]:
    told = [one for one in impact if one.error_ratio is not None or one.burnt is not None]
    if not told:
        why = t("No metric server told the objectives' error ratios of that time, so the impact is not known.")
        yield Callout(why, Tone.MISSING)
        return
    columns = (
        Column(t("Objective"), share=1.0),
        Column(t("Failed"), is_right=True),
        Column(t("Error ratio"), is_right=True),
        Column(t("Budget burnt"), is_right=True),
        Column(t("Budget left now"), is_right=True),
    )
    rows = tuple(
        (
            f"{one.status.ref.namespace} {one.status.title}",
            number(one.bad) if one.bad is not None else UNKNOWN,
            percent(one.error_ratio),
            share(one.burnt),
            share(one.status.budget_left),
        )
        for one in told
    )
    yield Table(columns, rows)
    yield Paragraph(
        t(
            "Budget burnt is the share of the whole period's error budget that went in {time}: from the first alert to"
            " the end.",
            time=duration(round(told[0].lasted_s)),
        ),
        is_muted=True,
    )


def _alerts(incident: Incident) -> Iterator[Block]:
    columns = (
        Column(t("Alert")), Column(t("Severity")), Column(t("Labels"), share=1.0), Column(t("Began"), is_right=True),
        Column(t("Over"), is_right=True),
    )  # fmt: skip
    rows = tuple(
        (
            one.name,
            one.severity,
            " ".join(f"{name}={value}" for name, value in one.labels if name not in {"alertname", "severity"}),
            ", ".join(local_time(start_s) for start_s in one.starts[-3:]),
            local_time(one.over_s) if one.over_s is not None else t("still firing"),
        )
        for one in incident.alerts
    )
    yield Table(columns, rows, empty=t("No alert; a person opened it."))
    for query in tuple(dict.fromkeys(one.query for one in incident.alerts if one.query))[:_MOST_QUERIES]:
        yield Code(query, "promql")


def _learned(incident: Incident) -> Iterator[Block]:
    """Notes are people's words; what only people know is asked for, not made up."""
    notes = [one for one in incident.moments if one.word == "noted"]
    actions = [one.note for one in notes if one.note.lower().startswith(ACTION_MARKS)]
    if incident.rollback:
        yield Paragraph(t("Taken back by the change {id}.", id=incident.rollback))
    asked = (
        t("What was the cause, and what made it possible?"),
        t("What went well, what badly, where were we lucky?"),
        t("Why did it take {time} until somebody began?", time=_begun_text(incident)),
    )
    yield BulletList(asked)
    yield Heading(t("Actions"), 2)
    hint = t("None is noted yet. A note that begins with “action:” stands here: who does what until when.")
    rows = tuple((str(place), one.partition(":")[2].strip() or one) for place, one in enumerate(actions, 1))
    yield Table((Column("#"), Column(t("Action"), share=1.0)), rows, empty=hint)


def _begun_text(incident: Incident) -> str:
    if incident.begun_s is None:
        return UNKNOWN
    return duration(round(incident.begun_s - incident.opened_s))
