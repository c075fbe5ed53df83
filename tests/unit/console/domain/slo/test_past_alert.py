"""Alerts of the past from the points at which they fired.

# proves L3.1
"""

from console.domain.slo.past_alert import PastAlert, past_alerts


def test_a_gap_parts_two_alerts() -> None:
    labels = {"alertname": "Burn", "sloth_severity": "page"}
    found = past_alerts(labels, [600.0, 900.0, 1200.0, 2400.0, 2700.0], 300.0)
    assert found == (PastAlert("Burn", "page", 300.0, 1200.0), PastAlert("Burn", "page", 2100.0, 2700.0))


def test_one_point_is_an_alert_of_one_step_and_none_is_none() -> None:
    assert past_alerts({"alertname": "A", "severity": "critical"}, [900.0], 300.0) == (
        PastAlert("A", "critical", 600.0, 900.0),
    )
    assert past_alerts({}, [], 300.0) == ()
