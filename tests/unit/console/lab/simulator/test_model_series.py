"""What the lab tells of its edge models agrees with its edge and with itself. (proves E1.1, E1.2, E2.4)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.learning_run import STAGES
from console.lab.edge.edge_seed import seeded_scripts
from console.lab.simulator.edge_catalogue import RANKER, SUMMARIZER, USUAL_MIXES
from console.lab.simulator.series.model_series import learning_stages
from tests.fakes.exposition_reader import read_exposition
from tests.fakes.simulated_lab import MONDAY_TEN_JST, SimulatedLab


@pytest.fixture(scope="module")
def text() -> bytes:
    lab = SimulatedLab()
    lab.run(12)
    return lab.world.metrics_text()


def test_the_history_is_of_the_versions_that_run_on_the_first_day() -> None:
    scripts = seeded_scripts(7, MONDAY_TEN_JST)
    assert {name: scripts[name].mix() for name in (RANKER, SUMMARIZER)} == USUAL_MIXES


def test_the_arms_together_are_all_calls_of_the_model(text: bytes) -> None:
    found = read_exposition(text)
    calls = found.named("edge_model_requests_total", script_name=RANKER)
    told = next(iter(found.named("cloudflare_worker_requests_count", script_name=RANKER).values()))
    assert sum(calls.values()) == pytest.approx(told, rel=1e-3)
    experimental = sum(found.named("edge_model_requests_total", script_name=RANKER, arm="experimental").values())
    assert experimental / sum(calls.values()) == pytest.approx(0.05, rel=1e-6)


def test_the_parts_of_an_inference_stay_within_the_whole(text: bytes) -> None:
    found = read_exposition(text)
    for quantile, name in (("0.5", "P50"), ("0.99", "P99")):
        parts = sum(found.named("edge_model_cpu_seconds", script_name=RANKER, quantile=quantile).values())
        whole = next(iter(found.named("cloudflare_worker_cpu_time", script_name=RANKER, quantile=name).values()))
        assert 0.7 < parts / (whole / 1e6) < 0.8


@given(st.floats(min_value=1.7e9, max_value=2.0e9))
def test_stages_are_those_of_the_console_and_never_lie_ahead(now_s: float) -> None:
    found = list(learning_stages(7, RANKER, now_s))
    assert [stage for stage, _, _ in found] == list(STAGES)
    assert all(began <= now_s and ended <= now_s for _, began, ended in found)
    assert all(now_s - began < 2 * 86_400 for _, began, _ in found)
