"""One objective in detail: which alert fires, what happened, and what another objective would mean.

# proves L3.1
"""

from dataclasses import replace

import pytest

from console.domain.alert import Alert, AlertState
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.domain.resource import ResourceRef
from console.domain.slo.slo_course import course_of
from console.domain.slo.slo_status import SloStatus
from console.presenters.slo_detail import burn_rows, slo_facts, what_if_text
from console.presenters.slo_marks import slo_alerts, slo_marks
from console.store.state import ObjectTable, State

DAY_S = 86_400
STATUS = SloStatus(
    ref=ResourceRef("prom", "SLO", "web", "availability"),
    title="Requests",
    percent=99.9,
    period_s=30 * DAY_S,
    error_ratio=0.0005,
    burns=((300, 0.02), (1800, 0.02), (3600, 0.0145), (7200, 0.004), (21_600, 0.005), (DAY_S, 0.004), (259_200, None)),
    events=1_000_000.0,
    query="q",
    labels=(("cell", "tokyo"), ("segment", "b2b")),
)


def test_an_alert_fires_when_both_windows_burn_above_its_factor() -> None:
    rows = burn_rows(STATUS)
    told = [(row.level, row.factor, row.short_rate, row.long_rate, row.verdict) for row in rows]
    assert told == [
        ("Page somebody", "14.4 ×", "20.0 ×", "14.5 ×", "fires"),
        ("Page somebody", "6.0 ×", "20.0 ×", "5.0 ×", "quiet"),
        ("Ticket", "3.0 ×", "4.0 ×", "4.0 ×", "fires"),
        ("Ticket", "1.0 ×", "5.0 ×", "–", "not known"),
    ]
    assert [row.health for row in rows] == [Health.CRITICAL, Health.OK, Health.WARNING, Health.UNKNOWN]


def test_facts_tell_the_budget_as_time() -> None:
    facts = dict(slo_facts(STATUS))
    assert facts["Budget left as time"] == "21 min 36 s"  # half of 43 min 12 s
    assert facts["Labels"] == "cell=tokyo, segment=b2b"


def alert(at_s: float, **labels: str) -> Alert:
    ref = ResourceRef("prom", "Alert", "", f"{at_s}")
    return Alert(ref, AlertState.FIRING, {"alertname": "A", **labels}, {"summary": "too fast"}, at_s)


def test_only_alerts_that_name_the_objective_are_its_own() -> None:
    mine = alert(5.0, sloth_service="web", sloth_slo="availability", severity="page")
    here = alert(9.0, service="web", cell="tokyo")
    others = [
        alert(1.0, sloth_service="web", sloth_slo="latency", service="web", cell="tokyo"),
        alert(2.0, service="web", cell="osaka"),
        alert(3.0, cell="tokyo"),
        alert(4.0, service="web", cell="tokyo", segment="b2c"),
    ]
    live = ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, 0.0)
    table = ObjectTable({one.ref: one for one in (mine, here, *others)}, 0.0)
    state = State(connections={"prom": live}, objects={("prom", "alerts"): table})
    assert {one.started_s for one in slo_alerts(state, STATUS)} == {5.0, 9.0}
    marks = slo_marks(state, STATUS, 0.0, 100.0)
    assert [(one.at_s, one.text, one.health) for one in marks] == [
        (9.0, "A – too fast", Health.WARNING),
        (5.0, "A – too fast", Health.CRITICAL),
    ]
    assert slo_marks(state, STATUS, 6.0, 8.0) == ()


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        (99.0, "At 99 %: 90.0 % of the budget would be left."),
        (99.95, "At 99.95 %: -100.0 % of the budget would be left; it would have been used up on "),
    ],
)
def test_another_objective_is_told_in_one_sentence(percent: float, text: str) -> None:
    course = course_of(STATUS.ref, 30 * DAY_S, 3.0, 1.0, [1.0, 2.0], [0.0, 0.002], [1.0, 1.0])
    assert what_if_text(course, percent).startswith(text)


def test_a_course_without_points_answers_nothing() -> None:
    assert what_if_text(replace(course_of(STATUS.ref, 1, 0.0, 1.0, [], [], [])), 99.0) == "–"
