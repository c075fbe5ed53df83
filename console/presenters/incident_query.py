"""What was asked for an alert of an incident; who judges it where nothing is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident.incident import is_told_by_connection
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.alert_rows import IncidentAlertRow


def incident_query(rows: Sequence[IncidentAlertRow], chosen: str) -> str:
    """Return the query of the alert with the key ``chosen``; of the first one where the incident has no such alert."""
    if not rows:
        return f"# {t('No alert; a person opened it.')}"
    found = next((one for one in rows if one.key == chosen), rows[0])
    alert = found.alert
    told = (f"{alert.name}: {found.summary}", found.labels)
    return "\n".join((*(f"# {' '.join(one.split())}" for one in told), alert.query or f"# {_judge(found)}"))


def _judge(found: IncidentAlertRow) -> str:
    alert = found.alert
    if is_told_by_connection(alert):
        return t("The server evaluates this rule itself; its query stands in the rules of {name}.",
                 name=alert.connection)  # fmt: skip
    return t("This console judges it by what it has read; no query is asked.")
