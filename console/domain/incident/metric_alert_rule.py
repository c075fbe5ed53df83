"""Alert rules in PromQL that ship with the console: evaluated by a server that has them, else by the console."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.domain.slo.duration import duration_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TEMPLATE = "template"
"""Annotation that names the words of its message."""


@dataclass(frozen=True, slots=True)
class MetricAlertRule:
    """``query`` gives a series for each alert; ``wait_s`` is Prometheus' ``for``. Texts are English, as rules are.

    ``applies`` is a series name that a server must have for the rule to mean anything there.
    """

    name: str
    query: str
    wait_s: float
    severity: str
    summary: str
    description: str
    runbook: str
    template: str = ""

    def summary_of(self, labels: Mapping[str, str]) -> str:
        """Return the summary for a series, with its labels in place of Prometheus' ``{{ $labels.name }}``."""
        text = self.summary
        for name, value in labels.items():
            text = text.replace(f"{{{{ $labels.{name} }}}}", value)
        return text

    def content(self) -> dict[str, Any]:
        """Return the rule as Prometheus' rule files write it."""
        notes = {"summary": self.summary, "description": self.description, "runbook": self.runbook}
        if self.template:
            notes[TEMPLATE] = self.template
        return {
            "alert": self.name,
            "expr": self.query,
            "for": duration_text(round(self.wait_s)),
            "labels": {"severity": self.severity},
            "annotations": notes,
        }


_CPU = 'max by (script_name) (cloudflare_worker_cpu_time{quantile="P99"}) / 1e6'
_ACCURACY = 'avg by (model) (ai_eval_accuracy_ratio{dataset="live"})'

METRIC_ALERT_RULES = (
    MetricAlertRule(
        "HighAuditFailureRate",
        'sum(rate(audit_runs_total{result="failed"}[5m])) > 0.1',
        120.0,
        "critical",
        "More than one audit in ten seconds fails",
        "The rate of failed audits over five minutes has been above 0.1 a second for two minutes.",
        "audit-worker-lost",
        "high-violation-rate",
    ),
    MetricAlertRule(
        "WorkerNodeDown",
        "audit_worker_up == 0",
        60.0,
        "warning",
        "The audit worker {{ $labels.worker }} sends no heartbeat",
        "Its tasks are given to the other workers; audits take longer until it is back.",
        "audit-worker-lost",
    ),
    MetricAlertRule(
        "TargetDown",
        "up == 0",
        300.0,
        "warning",
        "{{ $labels.job }} {{ $labels.instance }} cannot be scraped",
        "Whatever is judged by its metrics is judged by old numbers, or not at all.",
        "metrics-missing",
    ),
    MetricAlertRule(
        "EdgeModelSlower",
        f"({_CPU}) - on (script_name) quantile_over_time(0.5, ({_CPU})[7d:1h]) > 0.010",
        300.0,
        "info",
        "The model of {{ $labels.script_name }} needs 10 ms more CPU time than in the last week",
        "Level 1 of the estate's incidents: looked at on the next working day.",
        "",
        "prediction-warning",
    ),
    MetricAlertRule(
        "EdgeModelLessAccurate",
        f"quantile_over_time(0.5, ({_ACCURACY})[7d:1h]) - on (model) ({_ACCURACY}) > 0.05",
        300.0,
        "info",
        "The model {{ $labels.model }} is 5 points less accurate than in the last week",
        "Level 1 of the estate's incidents: looked at on the next working day.",
        "",
        "prediction-warning",
    ),
)
"""G1.9, and level 1 of E8.1."""


def rule_group(rules: Iterable[MetricAlertRule] = METRIC_ALERT_RULES) -> dict[str, Any]:
    """Return the rules as one group of a rule file."""
    return {"name": "cell-console", "rules": [one.content() for one in rules]}
