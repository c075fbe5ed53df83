"""The worst budget of a cell stands where its attainment would, with the query behind it.

# proves L1.6, L3.1
"""

from dataclasses import replace

from console.domain.health import Health
from console.domain.resource import ResourceRef
from console.domain.slo.slo_status import SloStatus
from console.presenters.cell_board import cell_rows
from console.presenters.cell_budget import worst_objective
from console.presenters.cell_head import cell_head
from console.store.state import ObjectTable, State
from tests.fakes.small_estate import ESTATE

DAY_S = 86_400
ONE = SloStatus(
    ref=ResourceRef("prom", "SLO", "web", "availability"),
    title="Requests",
    percent=99.9,
    period_s=30 * DAY_S,
    error_ratio=0.0005,
    burns=((3600, 0.0),),
    events=1e6,
    query="the query",
    labels=(("cell", "tokyo"),),
)


def state_of(*rows: SloStatus) -> State:
    return State(estate=ESTATE, objects={("prom", "slos"): ObjectTable({one.ref: one for one in rows}, 77.0)})


def named(name: str, error_ratio: float | None, cell: str = "tokyo") -> SloStatus:
    return replace(ONE, ref=replace(ONE.ref, name=name), error_ratio=error_ratio, labels=(("cell", cell),))


def test_the_worst_known_budget_speaks_for_the_cell() -> None:
    state = state_of(ONE, named("worse", 0.0009), named("unknown", None), named("elsewhere", 0.01, "osaka"))
    figure = next(one for one in cell_head(state, ESTATE.cells[0]).figures if one.key == "slo_attainment")
    assert (figure.text, figure.severity) == ("10.0 % left", Health.WARNING)
    assert "web worse" in figure.meaning
    assert figure.evidence is not None
    assert figure.evidence == ("the query", "prom", 77.0)
    board = {row.key: row.figure("slo_attainment").text for row in cell_rows(state)}
    assert board == {"tokyo": "10.0 % left", "osaka": "-900.0 % left"}


def test_a_cell_without_known_objectives_keeps_its_attainment() -> None:
    state = state_of(named("unknown", None), replace(ONE, labels=()))
    assert worst_objective(state, ESTATE.cells[0]) is None
    figure = next(one for one in cell_head(state, ESTATE.cells[0]).figures if one.key == "slo_attainment")
    assert figure.text == "–"
