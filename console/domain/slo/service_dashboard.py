"""A Grafana dashboard of the objectives of one service, over the metrics that their rules record."""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from console.domain.plain_number import plain_number
from console.domain.slo.burn_policy import BurnPolicy, policy_for
from console.domain.slo.duration import duration_text
from console.domain.slo.slo import Slo
from console.domain.slo.slo_rules import ratio_name

_SOURCE = {"type": "prometheus", "uid": "${datasource}"}
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_UID = 40
_HEIGHT = 9


def service_dashboard(service: str, slos: Sequence[Slo], own: Mapping[int, BurnPolicy]) -> dict[str, Any]:
    """Return the model of the dashboard; its data source is chosen in Grafana. ``own`` policies are by period."""
    panels = [
        panel
        for place, slo in enumerate(slos)
        for panel in _panels(slo, policy_for(slo.period_s, own), place * _HEIGHT)
    ]
    chosen = {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}
    return {
        "uid": _uid(service),
        "title": f"SLOs of {service}",
        "tags": ["slo", service],
        "timezone": "browser",
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": f"now-{duration_text(max(slo.period_s for slo in slos))}", "to": "now"},
        "templating": {"list": [chosen]},
        "panels": [{"id": number, **panel} for number, panel in enumerate(panels, 1)],
    }


def _uid(service: str) -> str:
    """Return an identifier that Grafana takes; what has to be changed or cut gets a mark of the whole name."""
    plain = _UNSAFE.sub("-", f"slo-{service}")
    if plain == f"slo-{service}" and len(plain) <= _LONGEST_UID:
        return plain
    return f"{plain[: _LONGEST_UID - 9]}-{sha256(service.encode()).hexdigest()[:8]}"


def _panels(slo: Slo, policy: BurnPolicy, top: int) -> Iterator[dict[str, Any]]:
    own = f'{{sloth_id="{slo.id}"}}'
    period = ratio_name(slo.period_s)
    yield {"type": "row", "title": slo.title or slo.name, "gridPos": _place(0, top, 24, 1)}
    budget = f"slo:period_error_budget_remaining:ratio{own}"
    whole = f"{plain_number(slo.percent)} % over {duration_text(slo.period_s)}"
    yield _panel("stat", f"Attained ({whole})", "percentunit", [(f"1 - {period}{own}", "")], _place(0, top + 1, 5, 4))
    yield _panel("stat", "Error budget left", "percentunit", [(budget, "")], _place(0, top + 5, 5, 4))
    yield _panel("timeseries", "Error budget left", "percentunit", [(budget, "left")], _place(5, top + 1, 10, 8))
    burns = [
        (f"{ratio_name(length)}{own} / on() group_left() slo:error_budget:ratio{own}", duration_text(length))
        for length in policy.window_lengths()
    ]
    yield _panel("timeseries", "Burn rate by window", "none", burns, _place(15, top + 1, 9, 8))


def _panel(
    kind: str, title: str, unit: str, queries: Sequence[tuple[str, str]], place: dict[str, int]
) -> dict[str, Any]:
    return {
        "type": kind,
        "title": title,
        "datasource": _SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "targets": [
            {"refId": chr(ord("A") + number), "datasource": _SOURCE, "expr": query, "legendFormat": legend}
            for number, (query, legend) in enumerate(queries)
        ],
    }


def _place(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "w": width, "h": height}
