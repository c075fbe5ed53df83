"""Rows of what a metric server watches itself."""

import hashlib
import math
from collections.abc import Iterable, Mapping

from console.domain.alert import Alert, AlertState
from console.domain.metric_rule import MetricRule
from console.domain.metric_target import MetricTarget
from console.domain.resource import ResourceRef
from console.ports.metric_directory import AlertingState, Rule, RuleGroup, ScrapeTarget


def rule_rows(connection: str, groups: Iterable[RuleGroup]) -> tuple[MetricRule, ...]:
    """Return one row per rule; rules of the same name in a group are numbered."""
    seen: dict[tuple[str, str], int] = {}
    rows = []
    for group in groups:
        for rule in group.rules:
            number = seen[group.name, rule.name] = seen.get((group.name, rule.name), 0) + 1
            name = rule.name if number == 1 else f"{rule.name} #{number}"
            rows.append(_rule_row(ResourceRef(connection, "Rule", group.name, name), group.name, rule))
    return tuple(rows)


def _rule_row(ref: ResourceRef, group: str, rule: Rule) -> MetricRule:
    return MetricRule(
        ref=ref,
        group=group,
        kind=rule.kind,
        query=rule.query,
        health=rule.health,
        error=rule.error,
        state=rule.state,
        severity=rule.labels.get("severity", ""),
        wait_s=rule.wait_s,
        firing=sum(alert.state == "firing" for alert in rule.alerts),
    )


def alert_rows(connection: str, alerts: Iterable[AlertingState]) -> tuple[Alert, ...]:
    """Return one row per pending or firing alert."""
    return tuple(
        Alert(
            ref=ResourceRef(connection, "Alert", "", f"{one.labels.get('alertname', '')}-{_mark(one.labels)}"),
            state=AlertState.FIRING if one.state == "firing" else AlertState.PENDING,
            labels=one.labels,
            annotations=one.annotations,
            started_s=one.since_s,
            value=one.value if math.isfinite(one.value) else None,
        )
        for one in alerts
    )


def target_rows(connection: str, targets: Iterable[ScrapeTarget]) -> tuple[MetricTarget, ...]:
    """Return one row per scrape target."""
    return tuple(
        MetricTarget(
            ref=ResourceRef(
                connection, "Target", one.pool, f"{one.labels.get('instance', '')} {_mark({'u': one.url})}"
            ),
            pool=one.pool,
            url=one.url,
            health=one.health,
            error=one.error,
            scraped_s=one.scraped_at_s,
            took_s=one.took_s,
        )
        for one in targets
    )


def _mark(labels: Mapping[str, str]) -> str:
    """Return what tells label sets apart, the same in every run."""
    text = "\0".join(f"{name}\1{value}" for name, value in sorted(labels.items()))
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
