"""The lab's calendar names the campaigns that its demand really has. (proves L4.1 on the lab)"""

from datetime import datetime

from console.lab.runner.calendar_section import calendar_section
from console.lab.simulator.demand import Demand
from console.lab.simulator.estate_blueprint import estate_blueprint
from console.lab.simulator.lab_scale import LabScale

NOW_S, SEED = 1_795_251_600.0, 7


def test_demand_is_lifted_exactly_while_a_campaign_of_the_calendar_runs() -> None:
    blueprint = estate_blueprint(LabScale())
    _, campaigns = calendar_section(blueprint.cells, SEED, NOW_S)
    spans = [
        tuple(datetime.fromisoformat(one[name]).timestamp() for name in ("start", "end"))
        for one in campaigns["entries"]
    ]
    assert 14 <= len(spans) <= 19
    assert min(spans)[0] < NOW_S - 75 * 86_400
    assert max(spans)[0] > NOW_S + 45 * 86_400
    demand = Demand(SEED, blueprint)
    for begin_s, end_s in spans:
        assert demand.campaign("b2c", (begin_s + end_s) / 2) == 1.45
        assert demand.campaign("b2c", begin_s - 1) == demand.campaign("b2c", end_s + 1) == 1.0
    assert {one["segments"][0] for one in campaigns["entries"]} == {"b2c"}


def test_a_lab_without_regional_cells_has_no_calendar() -> None:
    assert calendar_section([], SEED, NOW_S) == []
