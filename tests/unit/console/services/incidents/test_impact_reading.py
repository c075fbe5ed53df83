"""Which objectives an incident is laid against. Proves E8.1."""

from dataclasses import replace

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.incident.incident_level import begin_by
from console.domain.incident.incident_step import opened
from console.domain.resource import ResourceRef
from console.domain.slo.slo_status import SloStatus
from console.services.incidents.impact_reading import read_impact
from console.store.state import ObjectTable, State
from tests.fakes.alarms import alarm
from tests.fakes.incident_evidence import NOW
from tests.fakes.sample_estate import sample_estate

ONE = SloStatus(ResourceRef("prom", "SLO", "web", "own"), "", 99.9, 30 * 86_400, 0.0, (), None, "q")


@pytest.mark.anyio
async def test_objectives_of_the_incidents_cell_count_also_where_they_name_several() -> None:
    told = {"own": "tokyo", "both": "osaka,tokyo", "whole": "", "foreign": "osaka,berlin"}
    rows = [replace(ONE, ref=replace(ONE.ref, name=name), labels=(("cell", cell),)) for name, cell in told.items()]
    state = State(
        estate=sample_estate(),
        connections={"prom": ConnectionStatus("prom", "prometheus", ConnectionState.LIVE, NOW, NOW)},
        objects={("prom", "slos"): ObjectTable({one.ref: one for one in rows}, NOW)},
    )
    incident = opened("inc-1", "shop", (("cell", "tokyo"),), (alarm(),), NOW, begin_by, "")
    found = await read_impact(state, incident, NOW + 600, lambda _key, _kind: None)
    assert {one.status.ref.name for one in found} == {"own", "both", "whole"}
