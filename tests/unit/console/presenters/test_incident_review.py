"""The review document: what happened, what it cost, what is to be done; what is not known is said. Proves E8.1."""

from dataclasses import replace

import pytest

from console.domain.incident.incident import Incident
from console.domain.incident.incident_level import IncidentLevel, begin_by
from console.domain.incident.incident_step import acknowledged, breached, declared, noted, opened, resolved
from console.domain.incident.slo_impact import slo_impact
from console.kernel.i18n import Speaking, t
from console.presenters.incident_review import incident_review
from console.presenters.incident_rows import incident_rows
from console.presenters.incident_timeline import timeline_rows
from console.reports.render import render
from console.store.state import State
from tests.fakes.alarms import alarm
from tests.fakes.incident_evidence import NOW, objective
from tests.fakes.sample_estate import sample_estate


def burns() -> str:
    return t("{slo} burns its error budget {speed} times too fast", slo="shop / latency", speed="14.4")


def incident() -> Incident:
    hostile = alarm(summary_label="| a | <script>x</script>")
    one = opened("inc-1", "shop", (("cell", "tokyo"),), (hostile,), NOW, begin_by, "platform")
    one = breached(one, NOW + 901)
    one = acknowledged(one, NOW + 1000, "ann@desk", "looking at web")
    one = noted(one, NOW + 1100, "action: keep two revisions (bob, Friday)", "ann@desk")
    return resolved(one, NOW + 3600, "ann@desk", "taken back")


def text(one: Incident, *, burnt: bool = True, key: str = "md") -> str:
    found = (slo_impact(objective(0.02), 3600.0, 0.02, 2000.0, "q"),) if burnt else ()
    rows = timeline_rows(one, State(sample_estate()), NOW + 4000)
    document = incident_review(one, rows, found, ["Cell errors"], now_s=NOW + 4000, is_lab=True)
    return render(document, key).decode()


def test_the_document_says_what_happened_what_it_cost_and_what_is_to_be_done() -> None:
    shown = text(incident())
    for words in (
        "Lab: simulated data", "16 min 40 s", "1 h", "Not begun in time", "Acknowledged: looking at web",
        "Resolved: taken back", "2,000", "200.0 %", "Cell errors", "keep two revisions (bob, Friday)",
    ):  # fmt: skip
        assert words in shown, words


def test_what_nobody_measured_and_what_is_not_over_is_said() -> None:
    still = opened("inc-1", "shop", (("cell", "tokyo"),), (alarm(),), NOW, begin_by, "")
    shown = text(still, burnt=False)
    assert "the impact is not known" in shown
    assert "The incident is not over" in shown
    assert "None is noted yet" in shown


def test_words_from_outside_are_never_markup() -> None:
    assert "<script>" not in text(incident(), key="html").replace("&lt;script&gt;", "")


def test_it_is_written_in_japanese_too() -> None:
    with Speaking("ja"):
        shown = text(incident())
    assert "インシデント振り返り" in shown
    assert "looking at web" in shown


def test_a_title_of_the_console_is_told_in_the_language_of_the_reader() -> None:
    with Speaking("ja"):
        kept = declared("inc-2", "shop", IncidentLevel.ESCALATED, burns(), (), NOW, begin_by, "ann@desk")
    assert burns() != kept.title
    (row,) = incident_rows((kept,), NOW)
    assert row.title == burns()
    assert f"Incident review: {burns()}" in text(kept)


def test_the_share_of_the_budget_is_counted_in_events_where_they_are_counted() -> None:
    assert round(slo_impact(objective(0.0, events=1e6), 3600.0, 0.02, 500.0, "q").burnt or 0.0, 6) == 0.5
    by_time = slo_impact(objective(0.0), 3600.0, 0.02, None, "q").burnt
    assert by_time is not None
    assert abs(by_time - 0.02 / 0.001 * 3600 / (30 * 86_400)) < 1e-9
    assert slo_impact(objective(0.0), 3600.0, None, None, "q").burnt is None


def test_a_period_that_is_known_in_part_is_not_taken_for_the_whole_one() -> None:
    """With even traffic, counting events comes to the same as counting time, however little of the period is known."""
    rate, lasted_s, ratio, day_s = 10.0, 60.0, 0.5, 86_400.0
    known = replace(objective(0.0, events=rate * day_s), known_s=day_s)
    by_events = slo_impact(known, lasted_s, ratio, ratio * rate * lasted_s, "q").burnt
    by_time = slo_impact(objective(0.0), lasted_s, ratio, None, "q").burnt
    assert by_events == pytest.approx(by_time)
    assert by_events == pytest.approx(0.5 * 60 / (0.001 * 30 * day_s))
