"""The worst budget of a cell stands where its attainment would, with the query behind it.

# proves L1.6, L3.1
"""

import json
from dataclasses import replace

import pytest

from console.cli import program
from console.cli.known_state import KnownState
from console.domain.health import Health
from console.domain.resource import ResourceRef
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.domain.slo.slo_status import SloStatus
from console.presenters.cell_board import cell_rows
from console.presenters.cell_budget import budget_figure, worst_objective
from console.presenters.cell_head import cell_head
from console.presenters.cell_objectives import cell_objectives
from console.presenters.slo_rows import SloRow, slo_row
from console.store.state import ObjectTable, Readings, State
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
    board = {row.key: row.slo.text for row in cell_rows(state)}
    assert board == {"tokyo": "10.0 % left", "osaka": "10 × used up"}


@pytest.mark.parametrize(
    ("error_ratio", "text"), [(0.0, "100 % left"), (0.0015, "-50.0 % left"), (0.00284, "2.8 × used up")]
)
def test_a_budget_far_overdrawn_is_told_in_budgets(error_ratio: float, text: str) -> None:
    figure = budget_figure(state_of(named("one", error_ratio)), ESTATE.cells[0])
    assert figure is not None
    assert figure.text == text


def test_a_reason_says_that_it_is_the_attainment_and_not_what_is_left() -> None:
    measured = {"prom": Readings({SignalKey("slo_attainment", "tokyo"): Reading(0.982, 77.0)}, 77.0)}
    told = {row.key: row for row in cell_rows(replace(state_of(named("worse", 0.0009)), readings=measured))}["tokyo"]
    assert (told.reasons, told.slo.text) == (("SLO attained 98.2 %",), "10.0 % left")


def test_for_programs_the_attainment_stays_the_attainment_when_objectives_become_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = {"prom": Readings({SignalKey("slo_attainment", "tokyo"): Reading(0.9996, 77.0)}, 77.0)}

    def told(state: State, form: str = "json") -> str:
        known = KnownState(replace(state, readings=measured), 77.0, (), ())
        monkeypatch.setattr("console.cli.known_state.read_state", lambda *_args, **_more: known)
        assert program.run(["cells", "-o", form]) == 0
        return capsys.readouterr().out

    names = ("slo_attainment", "worst_service", "worst_slo", "worst_budget_left")
    before, after = (
        next(row for row in json.loads(told(state)) if row["cell"] == "tokyo")
        for state in (state_of(), state_of(named("worse", 0.0009)))
    )
    assert [before[name] for name in names] == [0.9996, None, None, None]
    assert [after[name] for name in names] == [0.9996, "web", "worse", pytest.approx(0.1)]
    assert list(before) == list(after)
    assert "10.0 % left" in told(state_of(named("worse", 0.0009)), "table"), "people see the budget"


def test_a_cell_without_known_objectives_keeps_its_attainment() -> None:
    state = state_of(named("unknown", None), replace(ONE, labels=()))
    assert worst_objective(state, ESTATE.cells[0]) is None
    figure = next(one for one in cell_head(state, ESTATE.cells[0]).figures if one.key == "slo_attainment")
    assert figure.text == "–"


def test_only_the_objectives_of_the_cell_are_told_however_many_others_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of fifty cells with six each, the board would else tell all three hundred for every cell."""
    told: list[str] = []

    def noted(status: SloStatus) -> SloRow:
        told.append(status.ref.name)
        return slo_row(status)

    for module in ("cell_budget", "cell_objectives"):
        monkeypatch.setattr(f"console.presenters.{module}.slo_row", noted)
    state = state_of(ONE, *(named(f"elsewhere-{one}", 0.01, "osaka") for one in range(5)))
    assert worst_objective(state, ESTATE.cells[0]) is not None
    assert len(cell_objectives(state, ESTATE.cells[0])) == 1
    assert told == ["availability"] * 2
