"""What the query of an incident says: the one of its own alert, or who judges without one. Proves E8.1."""

from msgspec.structs import replace

from console.domain.incident.incident import Incident
from console.domain.incident.incident_level import begin_by
from console.domain.incident.incident_step import opened
from console.presenters.alert_rows import incident_alert_rows
from console.presenters.incident_query import incident_query
from tests.fakes.alarms import alarm


def incident(**fields: str) -> Incident:
    made = opened("inc-1", "shop", (("cell", "tokyo"),), (alarm(), alarm("Second")), 60.0, begin_by, "platform")
    return replace(made, alerts=tuple(replace(one, **fields) for one in made.alerts))


def test_the_first_alert_speaks_until_one_is_chosen() -> None:
    rows = incident_alert_rows(incident(query="up == 0"))
    assert incident_query(rows, "").splitlines() == [
        "# CellErrorsHigh: CellErrorsHigh in tokyo", "# cell=tokyo", "up == 0",
    ]  # fmt: skip
    assert incident_query(rows, rows[1].key).startswith("# Second: ")
    assert incident_query(rows, "an alert of another incident") == incident_query(rows, "")


def test_what_is_told_in_several_lines_is_no_part_of_the_query() -> None:
    rows = incident_alert_rows(incident(query="up\n== 0", summary="Tokyo is slow.\nrm -rf /\n"))
    assert incident_query(rows, "").splitlines() == [
        "# CellErrorsHigh: Tokyo is slow. rm -rf /", "# cell=tokyo", "up", "== 0",
    ]  # fmt: skip


def test_a_server_is_named_only_where_it_judges() -> None:
    told = incident_query(incident_alert_rows(incident()), "")
    assert told.endswith("# The server evaluates this rule itself; its query stands in the rules of alarms.")
    own = incident_query(incident_alert_rows(incident(origin="models/edge-ranker/model_updates")), "")
    assert own.endswith("# This console judges it by what it has read; no query is asked.")


def test_an_incident_without_alerts_says_so() -> None:
    assert incident_query((), "") == "# No alert; a person opened it."
