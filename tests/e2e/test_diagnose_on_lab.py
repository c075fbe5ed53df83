"""Each scenario of the live lab is diagnosed as itself, or not at all when it is no such fault (proves L2.3)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.bootstrap import Profile, build_session
from console.estate.load import load_estate
from console.kernel.paths import Paths
from console.presenters.diagnosis_case import TOPICS
from console.presenters.diagnosis_rows import DiagnosisRow, diagnosis_rows
from console.settings.settings import Settings
from tests.fakes.lab import LabForTests
from tests.fakes.program import start
from tests.fakes.waiting import holds_within, wait_until

KNOWN = {
    "hpa-metrics-missing": "hpa-does-not-scale",
    "keda-secret-missing": "keda-does-not-react",
    "router-skew": "router-skew",
    "cache-poisoning": "cache-poisoning",
    "forecast-job-failed": "forecast-job-failed",
}
FOUND_S = 60.0
QUIET_S = 25.0
Look = Callable[[], tuple[DiagnosisRow, ...]]


@pytest.fixture
def look(measured_lab: LabForTests, tmp_path: Path) -> Iterator[Look]:
    """What the console finds now; every scenario that a test leaves is stopped."""
    session = build_session(Profile(Paths.under(tmp_path), Settings()))
    loaded = load_estate(measured_lab.at.estate_file)
    session.open_estate(loaded.estate, loaded.file)
    session.wait_connected()
    observed = session.look(*TOPICS)

    def now() -> tuple[DiagnosisRow, ...]:
        session.store.drain(5)
        return diagnosis_rows(session.store.state, session.clock.now().timestamp())

    try:
        wait_until(lambda: not now() and ("lab", "autoscalers") in session.store.state.objects, 30, "a calm lab")
        yield now
    finally:
        observed.close()
        session.close()
        for scenario in measured_lab.scenarios().values():
            if scenario.state != "idle":
                measured_lab.stop_scenario(scenario.id)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", KNOWN)
def test_a_known_fault_is_found_alone_with_proofs_and_goes_when_it_ends(
    measured_lab: LabForTests, look: Look, scenario: str
) -> None:
    measured_lab.start_scenario(scenario)
    wait_until(lambda: bool(look()), FOUND_S, f"the diagnosis of {scenario}")
    (found,) = look()
    assert (found.fault, found.runbook) == (KNOWN[scenario],) * 2
    assert all(proof.ref is not None or proof.query for proof in found.proofs)
    assert found.proofs
    measured_lab.stop_scenario(scenario)
    wait_until(lambda: not look(), FOUND_S, f"the end of {scenario}")


@pytest.mark.slow
@pytest.mark.parametrize(
    "scenario",
    [
        *("apiserver-flapping", "bad-canary-errors", "budget-overrun", "dirty-grid", "fast-burn", "slow-burn"),
        *("kafka-lag", "prometheus-down", "region-outage"),
    ],
)
def test_another_fault_is_not_taken_for_a_known_one(measured_lab: LabForTests, look: Look, scenario: str) -> None:
    measured_lab.start_scenario(scenario)
    assert not holds_within(QUIET_S, look), f"{scenario} was taken for {[one.title for one in look()]}"


@pytest.mark.slow
def test_the_command_tells_the_fault_and_ends_with_one(measured_lab: LabForTests) -> None:
    estate = ("--estate", str(measured_lab.at.estate_file))
    calm = start([*estate, "diagnose"])
    assert (calm.code, calm.out) == (0, "")
    assert "No known fault shows in the evidence." in calm.err
    measured_lab.start_scenario("router-skew")
    try:
        found = start([*estate, "diagnose", "osaka"])
        assert found.code == 1
        assert "Router skew" in found.out
        assert "VirtualService edge/cell-router" in found.out
        assert "Proposed change: Set the weights of VirtualService cell-router" in found.out
        assert start([*estate, "diagnose", "nowhere"]).code == 2
    finally:
        measured_lab.stop_scenario("router-skew")
