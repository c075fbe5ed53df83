"""The alerts of an estate: each once, the worst first; what the tables show; kept by the local history."""

import json
from types import SimpleNamespace
from typing import Any, cast

from console.domain.alert import Alert, AlertState
from console.domain.alert_group import AlertGroup
from console.domain.dashboard import Dashboard
from console.domain.dashboard_annotation import DashboardAnnotation
from console.domain.label_matcher import LabelMatcher
from console.domain.metric_rule import MetricRule
from console.domain.metric_target import MetricTarget
from console.domain.resource import ResourceRef
from console.domain.silence import Silence, SilenceState
from console.presenters.alert_board import estate_alerts
from console.presenters.inventory_table import inventory_kinds
from console.store.history.row_codec import decode_rows, encode_rows
from console.store.state import State

NOW_S = 1_000_000.0
TOPICS = ("alerts", "alert-groups", "silences", "rules", "targets", "dashboards", "annotations")


def _alert(connection: str, name: str, state: AlertState = AlertState.FIRING, **labels: str) -> Alert:
    ref = ResourceRef(connection, "Alert", "", name)
    notes = {"summary": f"{name} is wrong", "runbook_url": "https://r.example"}
    return Alert(ref, state, {"alertname": name, **labels}, notes, NOW_S - 125)


def _state(*alerts: Alert) -> State:
    by_key: dict[str, tuple[Alert, ...]] = {}
    for one in alerts:
        by_key[one.ref.connection] = (*by_key.get(one.ref.connection, ()), one)
    kinds = {"prom": SimpleNamespace(kind="prometheus"), "am": SimpleNamespace(kind="alertmanager")}
    rows = SimpleNamespace(connections=kinds, rows=lambda key, _topic, _kind: by_key.get(key, ()), judged_alerts=())
    return cast("State", rows)


def test_an_alert_that_both_tell_is_alertmanagers_who_knows_its_silence() -> None:
    found = estate_alerts(
        _state(
            _alert("prom", "A", cell="tokyo"),
            _alert("prom", "B", AlertState.PENDING),
            _alert("am", "A", AlertState.SILENCED, cell="tokyo"),
        )
    )
    assert [(one.ref.connection, one.name, one.state) for one in found] == [
        ("prom", "B", AlertState.PENDING),
        ("am", "A", AlertState.SILENCED),
    ]


def test_labels_that_prometheus_adds_when_it_sends_an_alert_do_not_double_it() -> None:
    """With the Prometheus operator every alert was there twice, and what was silenced fired on."""
    muted = _alert("am", "A", AlertState.SILENCED, cell="tokyo", prometheus="monitoring/k8s")
    assert estate_alerts(_state(_alert("prom", "A", cell="tokyo"), muted)) == (muted,)


def test_the_worst_come_first_and_the_muted_last() -> None:
    alerts = (
        _alert("am", "quiet", AlertState.SILENCED, severity="critical"),
        _alert("am", "info", severity="info"),
        _alert("am", "odd", severity="p7"),
        _alert("am", "page", severity="page"),
        _alert("am", "waits", AlertState.PENDING, severity="critical"),
        _alert("am", "warn", severity="warning"),
    )
    assert [one.name for one in estate_alerts(_state(*alerts))] == ["page", "warn", "info", "odd", "waits", "quiet"]


def _rows() -> tuple[Any, ...]:
    def ref(kind: str) -> ResourceRef:
        return ResourceRef("c", kind, "", "n")

    matcher = LabelMatcher("cell", "to.*", True, True)
    return (
        _alert("c", "A", cell="tokyo", service="web", severity="critical"),
        AlertGroup(ref("AlertGroup"), "team", {"a": "b"}, 2, 1),
        Silence(ref("Silence"), SilenceState.ACTIVE, (matcher,), NOW_S - 5, NOW_S + 3600, "ann", "deploy"),
        MetricRule(ref("Rule"), "g", "alerting", "up == 0", "err", "no such label", "", "page", 60.0, 0),
        MetricTarget(ref("Target"), "lab", "http://x/metrics", "down", "refused", None, 0.5),
        Dashboard(ref("Dashboard"), "Cells", "Ops", ("a", "b"), "http://g/d/n"),
        DashboardAnnotation(ref("Annotation"), NOW_S, NOW_S + 60, "deploy", ("x",), "", "bot"),
    )


def test_every_row_is_shown_and_survives_the_local_history() -> None:
    rows = {type(row): row for row in _rows()}
    kinds = [kind for kind in inventory_kinds(TOPICS) if kind.row in rows]
    assert {kind.row for kind in kinds} == set(rows)
    shown = {kind.key: [column.text(rows[kind.row], NOW_S) for column in kind.columns()] for kind in kinds}
    assert shown["Alert"][:5] == ["A", "firing", "critical", "tokyo / web", "2 min ago"]
    assert shown["Silence"][1:4] == ["active", 'cell=~"to.*"', "in 1 h"]
    assert shown["MetricRule"][3] == "fails"
    assert shown["MetricTarget"][2:4] == ["down", "never"]
    for kind in kinds:
        json.dumps([column.value(rows[kind.row]) if column.value else "" for column in kind.columns()])
        sorted([rows[kind.row], rows[kind.row]], key=kind.order)
    assert decode_rows(encode_rows(_rows())) == _rows()
