"""The sections on messages and incidents: keys that must exist, time zones, label names."""

from collections.abc import Iterator, Mapping
from typing import Any

from console.domain.promql import is_label_name
from console.estate.checks.bound import zone_problem
from console.estate.checks.reference import missing_keys
from console.estate.checks.row import Found, rows, texts
from console.estate.legible import legible
from console.kernel.i18n import t

_POLICY, _INCIDENTS = "notification_policy", "incidents"
_ROUTES = (("channels", "notifications"), ("teams", "teams"), ("cells", "cells"))


def telling_problems(data: Mapping[str, Any]) -> Iterator[Found]:
    """Routes and fallback name what exists, zones are zones, and incidents are grouped by label names."""
    policy, incidents = data.get(_POLICY), data.get(_INCIDENTS)
    if isinstance(policy, Mapping):
        yield from _policy(data, policy)
    if isinstance(incidents, Mapping):
        yield from zone_problem(incidents.get("time_zone"), (_INCIDENTS, "time_zone"))
        for path, name in texts(incidents.get("group_by"), (_INCIDENTS, "group_by")):
            if not is_label_name(name):
                yield path, t('"{name}" is not a label name.', name=legible(name))


def _policy(data: Mapping[str, Any], policy: Mapping[str, Any]) -> Iterator[Found]:
    for path, route in rows(policy, "routes"):
        for field, section in _ROUTES:
            yield from missing_keys(data, texts(route.get(field), (_POLICY, *path, field)), section)
    yield from missing_keys(data, texts(policy.get("fallback"), (_POLICY, "fallback")), "notifications")
    for path, span in rows(policy, "quiet_hours"):
        yield from zone_problem(span.get("time_zone"), (_POLICY, *path, "time_zone"))
