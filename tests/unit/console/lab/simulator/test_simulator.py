"""The closed loop: same seed same estate, and acting changes what is seen (proves C7, L2.1, L4.2, L5.1, L5.2)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from console.lab.simulator.controls import AutoscalerControl, CellControl, Controls
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.lab_scale import LabScale
from console.lab.simulator.simulator import Simulator
from tests.fakes.simulated_lab import MONDAY_TEN_JST


def _run(
    simulator: Simulator, controls: Controls, seconds: int, watch: Callable[[EstateState], None] | None = None
) -> tuple[EstateState, Controls]:
    state = simulator.step(controls, 1.0)
    for _ in range(seconds - 1):
        if watch is not None:
            watch(state)
        controls = controls.with_replicas(state.rescaled)
        state = simulator.step(controls, 1.0)
    return state, controls.with_replicas(state.rescaled)


def _web_rps(state: EstateState, cell: str) -> float:
    return float(state.cells[cell].flow.services["web"].total_rps)


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(7, LabScale(), MONDAY_TEN_JST)


def test_same_seed_and_controls_give_the_same_estate_and_another_seed_another() -> None:
    states = []
    for seed in (7, 7, 8):
        one = Simulator(seed, LabScale(), MONDAY_TEN_JST)
        states.append(_run(one, one.first_controls, 40)[0])
    first, again, other = states
    assert first.counters == again.counters
    assert first.gauges == again.gauges
    assert first.pods == again.pods
    assert first.counters != other.counters


def test_estate_at_work_is_healthy_but_not_sterile(simulator: Simulator) -> None:
    state, _ = _run(simulator, simulator.first_controls, 60)
    for name, cell in state.cells.items():
        web = cell.flow.services["web"]
        assert 0.0 < float(web.failed) < 0.002, name
        assert 0.02 < float(web.median_s) < 0.4, name
        assert float(web.limited) == 0.0
        assert 0.7 < float(cell.flow.accuracy) < 0.95
        assert cell.hourly_usd > 0
        assert cell.watts > 0
        assert 5 <= cell.carbon_gco2e_per_kwh < 900


def test_router_weight_moves_traffic_and_nothing_is_lost(simulator: Simulator) -> None:
    before, controls = _run(simulator, simulator.first_controls, 5)
    weights = {**controls.router_weights, "tokyo": 10, "osaka": controls.router_weights["osaka"] + 20}
    after, _ = _run(simulator, replace(controls, router_weights=weights), 5)
    assert _web_rps(after, "tokyo") == pytest.approx(_web_rps(before, "tokyo") / 3, rel=0.05)
    assert _web_rps(after, "osaka") > 1.8 * _web_rps(before, "osaka")
    total_before, total_after = (sum(_web_rps(each, cell) for cell in each.cells) for each in (before, after))
    assert total_after == pytest.approx(total_before, rel=0.05)


def test_observed_share_of_a_cell_is_its_weight(simulator: Simulator) -> None:
    state, controls = _run(simulator, simulator.first_controls, 5)
    total = sum(_web_rps(state, cell) for cell in state.cells)
    for cell, weight in controls.router_weights.items():
        assert _web_rps(state, cell) / total == pytest.approx(weight / 100, abs=1e-9)


def test_model_weight_moves_requests_and_spend(simulator: Simulator) -> None:
    before, controls = _run(simulator, simulator.first_controls, 5)
    control = replace(controls.cells["tokyo"], model_weights={"gpt-4o-mini": 0.0, "gpt-4o": 1.0, "custom-vertex": 0.0})
    after, _ = _run(simulator, replace(controls, cells={**controls.cells, "tokyo": control}), 5)
    models = after.cells["tokyo"].flow.models
    assert float(models["gpt-4o-mini"].rps) == 0.0

    def spend(state: EstateState) -> float:
        return sum(float(model.usd_per_s) for model in state.cells["tokyo"].flow.models.values())

    assert spend(after) > 3 * spend(before)
    assert float(after.cells["tokyo"].flow.accuracy) > float(before.cells["tokyo"].flow.accuracy)


def test_edge_quota_answers_429_and_cuts_the_load_behind_it(simulator: Simulator) -> None:
    before, controls = _run(simulator, simulator.first_controls, 5)
    tokyo: CellControl = replace(controls.cells["tokyo"], next_edge_rps=100.0)
    after, _ = _run(simulator, replace(controls, cells={**controls.cells, "tokyo": tokyo}), 5)
    services = after.cells["tokyo"].flow.services
    assert float(services["web"].limited) == pytest.approx(1 - 100.0 / _web_rps(after, "tokyo"))
    assert float(services["bff"].total_rps) == pytest.approx(92.0)
    assert float(before.cells["tokyo"].flow.services["web"].limited) == 0.0


def test_capped_maximum_raises_latency_and_lifting_it_lowers_it_again(simulator: Simulator) -> None:
    _, controls = _run(simulator, simulator.first_controls, 5)
    key = "cell-tokyo/web"
    roomy = controls.autoscalers[key]
    capped = replace(
        controls, autoscalers={**controls.autoscalers, key: replace(roomy, min_replicas=1, max_replicas=3)}
    )
    state, controls = _run(simulator, capped, 90)
    assert state.ready[key] == 3
    assert state.autoscalers[key].desired == 3
    slow = float(state.cells["tokyo"].flow.services["web"].median_s)
    lifted = replace(controls, autoscalers={**controls.autoscalers, key: roomy})
    state, _ = _run(simulator, lifted, 120)
    assert state.ready[key] > 3
    assert float(state.cells["tokyo"].flow.services["web"].median_s) < 0.75 * slow


def test_lag_grows_while_keda_is_capped_and_drains_when_it_may_scale(simulator: Simulator) -> None:
    controls = simulator.first_controls
    key = "cell-tokyo/delivery"
    surge = replace(controls.faults, newsletter_floor={"tokyo": 0.3})
    usual: AutoscalerControl = controls.autoscalers[key]
    controls = replace(
        controls, faults=surge, autoscalers={**controls.autoscalers, key: replace(usual, max_replicas=1)}
    )
    state, controls = _run(simulator, controls, 120)
    high = float(state.cells["tokyo"].flow.lag)
    assert high > 5_000
    controls = replace(controls, autoscalers={**controls.autoscalers, key: usual})
    state, _ = _run(simulator, controls, 240)
    assert state.ready[key] > 3
    assert float(state.cells["tokyo"].flow.lag) < 0.6 * high


def test_counters_never_fall_over_scaling_and_pod_replacement(simulator: Simulator) -> None:
    last: dict[object, float] = {}

    def watch(state: EstateState) -> None:
        for key, value in state.counters.items():
            assert value >= last.get(key, 0.0), key
            last[key] = value

    _, controls = _run(simulator, simulator.first_controls, 20, watch)
    weights = {**controls.router_weights, "osaka": 70}
    _run(simulator, replace(controls, router_weights=weights), 40, watch)
    assert len(last) > 500


def test_unusable_weights_stop_traffic_and_nothing_breaks(simulator: Simulator) -> None:
    nothing = dict.fromkeys(simulator.first_controls.router_weights, 0)
    state, _ = _run(simulator, replace(simulator.first_controls, router_weights=nothing), 3)
    assert all(_web_rps(state, cell) == 0.0 for cell in state.cells)
    assert all(float(cell.flow.services["web"].failed) < 1.0 for cell in state.cells.values())


def test_step_must_move_on(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="longer than zero"):
        simulator.step(simulator.first_controls, 0.0)
