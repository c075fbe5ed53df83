"""Which runbooks fit what is happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.symptom import Symptom

_NONE: dict[str, str] = {}


def matching_runbooks(
    runbooks: Iterable[Runbook],
    *,
    alertname: str = "",
    labels: Mapping[str, str] = _NONE,
    diagnosis: str = "",
) -> tuple[Runbook, ...]:
    """Return the runbooks whose symptoms fit an alert or a diagnosis (the key of its fault), the best first.

    A symptom that names the alert exactly and asks for more labels is better than one with ``*``.
    """
    found = []
    for one in runbooks:
        scores = [_score(symptom, alertname, labels, diagnosis) for symptom in one.symptoms]
        best = max(scores, default=0)
        if best:
            found.append((-best, one.id, one))
    return tuple(one for *_, one in sorted(found, key=lambda row: row[:2]))


def _score(symptom: Symptom, alertname: str, labels: Mapping[str, str], diagnosis: str) -> int:
    if diagnosis and symptom.diagnosis == diagnosis:
        return 200
    if not alertname or not symptom.names_alert(alertname, labels):
        return 0
    exact = 100 if symptom.alert == alertname else 10
    return exact + len(symptom.labels)
