"""Outcomes: the results of an order's tasks together, as one report; what is missing is "not run"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import load_rules
from console.audits.audit_run import RepositoryReport, known_audits
from console.audits.outcome import not_run
from console.audits.sarif_reading import read_report
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind
from console.kernel.i18n import t
from console.services.audits.joined_report import AuditedCommit, joined_report
from console.store.audits.audit_book import AuditRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from console.domain.audit.audit_name import AuditName
    from console.domain.audit.audit_task import AuditTask
    from console.services.audits.audit_order import AuditOrder, PlannedAudit


class AuditOutcome(NamedTuple):
    """``troubles`` are sentences of what could not be done; with any the report is partial.

    ``error`` is why there was nothing to audit at all: no such repository, no such branch, git failed.
    """

    order: AuditOrder
    report: RepositoryReport
    tasks: tuple[str, ...]
    troubles: tuple[str, ...] = ()
    error: ConsoleError | None = None

    def record(self) -> AuditRecord:
        """Return what the audit book keeps of it."""
        report = self.report
        return AuditRecord(
            self.order.project,
            self.order.source,
            report.commit,
            report.at_s,
            self.tasks,
            report.health.score,
            report.health.is_partial,
            kept_statuses(report.results),
            sum(len(one.findings) for one in report.results),
            sum(one.took_ms for one in report.results) / 1000.0,
            self.order.revision,
            self.order.profile,
            str(self.error) if self.error is not None else "",
            self.order.team,
        )


def kept_statuses(results: Iterable[AuditResult]) -> dict[str, str]:
    """Return the statuses by audit for the audit book: an audit of which nothing applies has none."""
    return {one.audit.value: one.status.value for one in results if not one.is_moot}


def outcome_of(
    order: AuditOrder,
    planned: PlannedAudit | None,
    contents: Mapping[str, bytes],
    troubles: Mapping[str, str],
    now_s: float,
) -> AuditOutcome:
    """Return the outcome of an order from the results of its tasks by id; ``planned`` is None when there are none.

    Each task counts once, by its id. A result that is missing or not whole leaves its audits "not run".
    """
    told = dict(troubles)
    results: list[AuditResult] = []
    left: list[tuple[str, str]] = []
    for task in planned.tasks if planned is not None else ():
        try:
            report = task_report(contents[task.id], task)
        except KeyError:
            why = told.setdefault(task.id, t("There is no result of it."))
        except ConsoleError as error:
            why = told.setdefault(task.id, str(error))
        else:
            results += report.results
            left += report.left_out
            continue
        results += _unrun(task.audits, why)
    if planned is None:
        results += _unrun(order.audits or known_audits(), next(iter(told.values())))
    commit, baseline = (planned.commit, planned.baseline) if planned is not None else ("", "")
    report = joined_report(AuditedCommit(order.source, commit, order.profile, now_s, baseline), results, left)
    tasks = tuple(one.id for one in planned.tasks) if planned is not None else ()
    return AuditOutcome(order, report, tasks, tuple(dict.fromkeys(told.values())))


def task_report(content: bytes, task: AuditTask) -> RepositoryReport:
    """Return the report that a task's result holds; raise ``ConnectorError`` for one that does not answer it."""
    report = read_report(content, task.profile)
    if (report.commit, {one.audit for one in report.results}) != (task.commit, set(task.audits)):
        raise ConnectorError(
            ErrorKind.PROTOCOL,
            t("The kept result {id} is of another commit or of other audits.", id=task.id),
            t("Run the audit again; a result that is not whole counts as none."),
        )
    return report


def _unrun(audits: Collection[AuditName], why: str) -> list[AuditResult]:
    return [
        AuditResult(
            one, AuditStatus.NOT_RUN, None, tuple(not_run(rule.key, why) for rule in load_rules() if rule.audit is one)
        )
        for one in audits
    ]
