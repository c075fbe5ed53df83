"""Audits as documents: one repository's report, and the dashboard of many that may be published."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.health import Health
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import language, t
from console.kernel.visible_text import visible_line
from console.presenters.audit_dismissal_rows import dismissal_rows
from console.presenters.audit_rows import finding_rows
from console.presenters.audit_word import severity_word, status_word
from console.presenters.format import local_time, number
from console.presenters.report_value import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.domain.audit.audit_result import AuditResult
    from console.domain.audit.dismissal import Dismissal
    from console.domain.audit.finding import Finding
    from console.domain.audit.repository_health import RepositoryHealth
    from console.domain.report.block import Block

SECRET_RULES = frozenset({"INT01", "INT02"})
"""Never published: where a secret lies."""
_MOST_ROWS = 2000
_HEALTHS = {
    AuditStatus.PASSED: Health.OK,
    AuditStatus.WARNING: Health.WARNING,
    AuditStatus.FAILED: Health.CRITICAL,
    AuditStatus.NOT_RUN: Health.UNKNOWN,
}


class AuditedProject(NamedTuple):
    """A project at a commit; ``at_s`` is when it was audited, in unix seconds.

    ``feedback`` is where outsiders report mistakes; empty: nowhere. ``dismissed`` is in no result and in no count.
    """

    name: str
    commit: str
    at_s: float
    results: tuple[AuditResult, ...]
    health: RepositoryHealth
    feedback: str = ""
    dismissed: tuple[tuple[Finding, Dismissal], ...] = ()


def report_document(project: AuditedProject) -> Document:
    """Return everything that was found in one repository; what is dismissed apart, with who answers for it."""
    rows = finding_rows(project.results)
    columns = (Column(t("Severity")), Column(t("Rule")), Column(t("Where"), share=0.3),
               Column(t("What was seen"), share=0.4))  # fmt: skip
    cells = tuple((one.severity_word, one.rule, one.place, one.evidence) for one in rows[:_MOST_ROWS])
    blocks = (*_audits(project), Heading(t("Findings")), Table(columns, cells, empty=t("Nothing was found.")),
              *_cut(len(rows)), *_dismissed(project.dismissed))  # fmt: skip
    return _document(visible_line(project.name), blocks, project.at_s, ((t("Commit"), project.commit),))


def _dismissed(dismissed: tuple[tuple[Finding, Dismissal], ...]) -> Iterable[Block]:
    if not dismissed:
        return
    yield Heading(t("Dismissed"))
    yield Paragraph(t("Findings that are dismissed: {count}. They are in no score and in no count.",
                      count=len(dismissed)), is_muted=True)  # fmt: skip
    columns = (Column(t("Severity")), Column(t("Rule")), Column(t("Where"), share=0.3),
               Column(t("Reason"), share=0.3), Column(t("Who")), Column(t("Until")))  # fmt: skip
    rows = dismissal_rows(known for _, known in dismissed[:_MOST_ROWS])
    cells = ((one.severity_word, one.rule, one.place, one.reason, visible_line(", ".join(one.persons)), one.until_text)
             for one in rows)  # fmt: skip
    yield Table(columns, tuple(cells))
    yield from _cut(len(dismissed))


def _cut(total: int) -> Iterable[Block]:
    """Say of a table that is not whole how much of it is shown."""
    if total > _MOST_ROWS:
        shown = t("{shown} of {total} findings", shown=number(_MOST_ROWS), total=number(total))
        yield Paragraph(shown, is_muted=True)


def dashboard_document(projects: Sequence[AuditedProject], now_s: float) -> Document:
    """Return the public dashboard: scores and counts, no evidence, and nothing of secrets that were found."""
    known = [one.health.score for one in projects if one.health.score is not None]
    figures = KeyFigures(
        (
            KeyFigure(t("Projects"), counted(len(projects))),
            KeyFigure(t("Health"), _score(sum(known) / len(known) if known else None), t("mean of all projects")),
        )
    )
    columns = (Column(t("Project")), Column(t("Health"), is_right=True), *(Column(one.value) for one in AuditName),
               Column(t("Audited at")))  # fmt: skip
    table = Table(columns, tuple(_overview(one) for one in projects), empty=t("No project was audited yet."))
    parts = [block for one in projects for block in (Heading(visible_line(one.name)), *_audits(one, public=True))]
    return _document(t("Audits"), (figures, table, *parts), now_s)


def _document(title: str, blocks: Iterable[Block], at_s: float, facts: tuple[tuple[str, str], ...] = ()) -> Document:
    return Document(title, tuple(blocks), language(), at_s, facts=facts)


def _overview(project: AuditedProject) -> tuple[Value | str, ...]:
    by_name = {one.audit: one for one in project.results}
    cells = [_status(by_name[one]) if one in by_name else "–" for one in AuditName]
    return (visible_line(project.name), _score(project.health.score), *cells, local_time(project.at_s))


def _audits(project: AuditedProject, *, public: bool = False) -> Iterable[Block]:
    severities = tuple(RuleSeverity)
    columns = (Column(t("Audit")), Column(t("Status")), Column(t("Score"), is_right=True),
               Column(t("Rules measured"), is_right=True),
               *(Column(severity_word(one), is_right=True) for one in severities))  # fmt: skip
    rows = []
    for result in project.results:
        kept = [one for one in result.findings if not (public and one.rule in SECRET_RULES)]
        counts = Counter(one.severity for one in kept)
        measured = t("{measured} of {rules}", measured=result.measured, rules=len(result.outcomes))
        numbers = (counted(counts[one]) for one in severities)
        rows.append((result.audit.value, _status(result), _score(result.score), measured, *numbers))
    yield KeyFigures((KeyFigure(t("Health"), _score(project.health.score), _partial(project)),))
    yield Table(columns, tuple(rows))
    if public:
        yield Paragraph(t("Findings about secrets are not counted here."), is_muted=True)
        if project.feedback:
            address = visible_line(project.feedback)
            yield Paragraph(t("Is something wrong here? Tell it where the code is: {address}", address=address))


def _status(result: AuditResult) -> Value:
    return Value(status_word(result.status), health=_HEALTHS[result.status])


def _score(score: float | None) -> Value:
    return counted(score, 0)


def _partial(project: AuditedProject) -> str:
    return t("partial: some audits or rules did not run") if project.health.is_partial else ""
