"""Alerts for tests."""

from console.domain.alert import Alert, AlertState
from console.domain.resource import ResourceRef


def alarm(
    name: str = "CellErrorsHigh",
    cell: str = "tokyo",
    severity: str = "critical",
    state: AlertState = AlertState.FIRING,
    started_s: float | None = None,
    **labels: str,
) -> Alert:
    """Return an alert of the connection ``alarms``."""
    own = {"alertname": name, "severity": severity, **({"cell": cell} if cell else {}), **labels}
    mark = "-".join(f"{key}={value}" for key, value in sorted(own.items()))
    notes = {"summary": f"{name} in {cell}", "runbook": "cell-errors"}
    return Alert(ResourceRef("alarms", "Alert", "", mark), state, own, notes, started_s)
