"""Servers that name cells by a label of their own: their alerts are of those cells, too (proves E8.1)."""

from dataclasses import replace

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.incident.incident_decision import group_of
from console.estate.cell_label import cell_labels, named_cell
from console.presenters.alert_rows import alert_rows
from console.presenters.incident_place import cell_of
from console.services.incidents.estate_policy import incident_rules
from console.store.state import ObjectTable
from tests.fakes.alarms import alarm
from tests.fakes.small_estate import ESTATE, NOW_S, state

SERVERS = tuple(
    ESTATE.prometheus[0].model_copy(update={"key": key, "labels": ESTATE.prometheus[0].labels.model_copy(update=names)})
    for key, names in (("prom", {}), ("far", {"cell": "region"}))
)
OWN = ESTATE.model_copy(update={"prometheus": SERVERS})
TOKYO = alarm(cell="", region="tokyo"), alarm("QueueLong", "", region="tokyo"), alarm("Local", "tokyo")
OSAKA = alarm(cell="", region="osaka")


def test_a_cell_is_named_by_any_of_the_servers_labels_and_first_by_the_consoles_own() -> None:
    assert cell_labels(OWN) == ("cell", "region")
    assert (cell_labels(ESTATE), cell_labels(None)) == (("cell",), ("cell",))
    assert named_cell(OWN, {"region": "osaka", "cell": "tokyo"}) == "tokyo"
    assert named_cell(ESTATE, {"region": "osaka"}) == ""


def test_alerts_of_a_cell_are_one_incident_whatever_label_names_it() -> None:
    groups = {group_of(one, incident_rules(OWN)) for one in TOKYO}
    assert groups == {(("cell", "tokyo"),)}
    assert group_of(OSAKA, incident_rules(OWN)) == (("cell", "osaka"),)
    assert group_of(OSAKA, incident_rules(ESTATE)) == (("alertname", "CellErrorsHigh"),)


def test_a_table_groups_them_by_their_cell_and_an_alert_leads_to_it() -> None:
    known = state()
    alerts = {one.ref: one for one in (*TOKYO, OSAKA)}
    status = ConnectionStatus("alarms", "alertmanager", ConnectionState.LIVE, NOW_S)
    told = replace(
        known,
        estate=OWN,
        connections={**known.connections, "alarms": status},
        objects={**known.objects, ("alarms", "alerts"): ObjectTable(alerts, NOW_S)},
    )
    assert sorted(one.group for one in alert_rows(told, NOW_S)) == ["osaka", "tokyo", "tokyo", "tokyo"]
    assert cell_of(OWN, OSAKA.labels) == OWN.cells[1]
