"""Asking a metric server for a rule that it does not evaluate itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident.local_alert import LocalCondition, LocalFindings
from console.domain.incident.metric_alert_rule import TEMPLATE
from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from console.domain.incident.metric_alert_rule import MetricAlertRule
    from console.ports.metric import MetricReader

_MOST_SERIES = 100


async def rule_findings(server: str, rule: MetricAlertRule, reader: MetricReader) -> LocalFindings:
    """Return a condition for each series of a rule's query; unknown when the server does not answer it."""
    origin = f"rule/{server}/{rule.name}"
    try:
        samples = await reader.query(rule.query)
    except ConsoleError:
        return LocalFindings((), frozenset({origin}))
    notes = {TEMPLATE: rule.template} if rule.template else {}
    return LocalFindings(
        tuple(
            LocalCondition(
                rule.name,
                rule.severity,
                origin,
                {name: value for name, value in one.labels.items() if name != "__name__"},
                rule.summary_of(one.labels),
                server,
                rule.query,
                rule.wait_s,
                rule.runbook,
                one.value,
                notes,
            )
            for one in samples[:_MOST_SERIES]
        )
    )
