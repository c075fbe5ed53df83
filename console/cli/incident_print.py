"""Incidents on standard output."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_value
from console.cli.plain_text import one_line
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.incident.incident import Incident
    from console.domain.notice.notice import Notice
    from console.presenters.incident_rollback import RollbackProposal


def incident_sheet(incidents: "Iterable[Incident]", now_s: float) -> Sheet:
    """Return incidents as a sheet, what needs a person first."""
    from console.presenters.incident_rows import incident_rows  # noqa: PLC0415

    rows = incident_rows(incidents, now_s)
    titles = (t("ID"), t("LEVEL"), t("STATE"), t("TIMER"), t("WHERE"), t("ALERTS"), t("OPENED"), t("TITLE"))
    cells = [
        (row.id, str(row.incident.level), row.state, row.timer, row.where, row.alerts, row.opened, row.title)
        for row in rows
    ]
    return Sheet(
        titles,
        cells,
        [incident_record(row.incident, now_s) for row in rows],
        widest=70,
        names=(
            "id",
            "level",
            "state",
            "title",
            "opened_s",
            "begin_by_s",
            "left_s",
            "breached",
            "begun_s",
            "resolved_s",
            "place",
            "team",
            "rollback",
            "alerts",
            "moments",
        ),
    )


def incident_record(incident: "Incident", now_s: float) -> dict[str, Any]:
    """Return an incident for programs."""
    left_s = None if incident.begin_by_s is None else round(incident.begin_by_s - now_s, 3)
    return {
        "id": incident.id,
        "level": incident.level,
        "state": incident.state.value,
        "title": incident.title,
        "opened_s": incident.opened_s,
        "begin_by_s": incident.begin_by_s,
        "left_s": left_s,
        "breached": incident.is_breached,
        "begun_s": incident.begun_s,
        "resolved_s": incident.resolved_s,
        "place": dict(incident.place),
        "team": incident.team,
        "rollback": incident.rollback,
        "alerts": [
            {"alert": one.name, "severity": one.severity, "labels": dict(one.labels), "summary": one.summary,
             "query": one.query, "runbook": one.runbook, "starts_s": list(one.starts), "over_s": one.over_s,
             "flapping": one.is_flapping}
            for one in incident.alerts
        ],
        "moments": [
            {"at_s": one.at_s, "word": one.word, "note": one.note, "actor": one.actor} for one in incident.moments
        ],
    }  # fmt: skip


def print_incident(
    incident: "Incident",
    now_s: float,
    output: str,
    runbooks: Sequence[tuple[str, str]],
    proposals: "Sequence[RollbackProposal]",
) -> None:
    """Print everything about an incident; ``runbooks`` are (id, title) of those that fit."""
    if output != "table":
        more = {
            "runbooks": [one for one, _ in runbooks],
            "rollback_proposals": [{"what": one.title, "why": one.reason} for one in proposals],
        }
        emit_value(incident_record(incident, now_s) | more, output)
        return
    for line in _lines(incident, now_s, runbooks, proposals):
        click.echo(one_line(line))


def _lines(
    incident: "Incident", now_s: float, runbooks: Sequence[tuple[str, str]], proposals: "Sequence[RollbackProposal]"
) -> Iterable[str]:
    from console.presenters.format import local_time  # noqa: PLC0415
    from console.presenters.incident_text import (  # noqa: PLC0415
        level_word,
        moment_word,
        next_sentence,
        place_text,
        state_word,
        timer_text,
    )
    from console.presenters.notice_text import alert_line  # noqa: PLC0415
    from console.presenters.retold import retold  # noqa: PLC0415

    yield f"{incident.id}  {retold(incident.title)}"
    yield "  ".join(
        part for part in (state_word(incident, now_s), timer_text(incident, now_s), level_word(incident.grade),
                          place_text(incident), incident.team) if part
    )  # fmt: skip
    yield next_sentence(incident, now_s)
    for alert in incident.alerts:
        mark = "●" if alert.is_firing else "○"
        yield f"{mark} {alert_line(alert)}"
    for key, title in runbooks:
        yield t("Runbook: {title} (cell-console runbook run {id})", title=title, id=key)
    for one in proposals:
        yield t("Could be taken back: {what} {why}", what=one.title, why=one.reason)
    for moment in incident.moments:
        who = f" ({moment.actor})" if moment.actor else ""
        yield f"{local_time(moment.at_s)}  {moment_word(moment.word)}{who}  {retold(moment.note)}".rstrip()


def notice_sheet(notices: "Iterable[Notice]") -> Sheet:
    """Return notices as a sheet, the newest first."""
    from console.presenters.notice_rows import notice_rows  # noqa: PLC0415

    rows = notice_rows(notices)
    titles = (t("TIME"), t("CHANNEL"), t("EVENT"), t("STATE"), t("TRIES"), t("TITLE"), t("DETAIL"))
    cells = [(row.time, row.channel, row.event, row.state, row.tries, row.title, row.detail) for row in rows]
    records = [
        {
            "id": one.id,
            "incident": one.incident,
            "channel": one.channel,
            "instead_of": one.instead_of,
            "event": one.event,
            "severity": one.severity.value,
            "state": one.state.value,
            "why": one.why,
            "title": one.title,
            "made_s": one.made_s,
            "due_s": one.due_s,
            "tries": [{"at_s": each.at_s, "error": each.error} for each in one.tries],
            "detail": one.detail,
            "reference": one.reference,
        }
        for one in (row.notice for row in rows)
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset({4}),
        60,
        names=(
            "id",
            "incident",
            "channel",
            "instead_of",
            "event",
            "severity",
            "state",
            "why",
            "title",
            "made_s",
            "due_s",
            "tries",
            "detail",
            "reference",
        ),
    )
