"""Connections that refuse, throttle or do not answer, as alerts: what servers cannot tell of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.incident.local_alert import LocalCondition, LocalFindings
from console.kernel.errors import ErrorKind

if TYPE_CHECKING:
    from collections.abc import Iterable

WAIT_S = 30.0
"""One lost answer wakes nobody up."""
_SILENT = frozenset({ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT})


class ConnectionRule(NamedTuple):
    """What is wrong with a connection, how bad it is, and the runbook that helps."""

    name: str
    severity: str
    runbook: str


_BY_ERROR = {
    ErrorKind.AUTH: ConnectionRule("ConnectionRefusesToken", "warning", "token-rotation"),
    ErrorKind.THROTTLED: ConnectionRule("ConnectionThrottled", "warning", "api-throttled"),
}
_BY_KIND = {
    "kubernetes": ConnectionRule("KubeAPIDown", "critical", "apiserver-flapping"),
    "prometheus": ConnectionRule("PrometheusDown", "critical", "metrics-missing"),
}


def connection_findings(statuses: Iterable[ConnectionStatus]) -> LocalFindings:
    """Return what is wrong with connections; one that nobody looks at now is unknown, not well."""
    known = tuple(statuses)
    found = tuple(_condition(one, rule) for one in known if _is_read(one) and (rule := _rule(one)) is not None)
    return LocalFindings(found, frozenset(_origin(one) for one in known if not _is_read(one)))


def _is_read(status: ConnectionStatus) -> bool:
    reading = status.state in {ConnectionState.LIVE, ConnectionState.FAILED}
    return reading and status.is_watched and not status.from_history


def _rule(status: ConnectionStatus) -> ConnectionRule | None:
    """Return what it means; a right that is missing for a part (forbidden) is no trouble of the connection."""
    if status.error_kind in _BY_ERROR:
        return _BY_ERROR[ErrorKind(status.error_kind)]
    if status.state is ConnectionState.FAILED and status.error_kind in _SILENT:
        return _BY_KIND.get(status.kind)
    return None


def _condition(status: ConnectionStatus, rule: ConnectionRule) -> LocalCondition:
    labels = {"connection": status.key}
    return LocalCondition(
        rule.name, rule.severity, _origin(status), labels, status.error, status.key, wait_s=WAIT_S, runbook=rule.runbook
    )


def _origin(status: ConnectionStatus) -> str:
    return f"connection/{status.key}"
