"""Chaos experiments of the lab's real API, and whether their alerts fired (proves L4.4)."""

import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from console.domain.chaos_experiment import (
    EXPECTED_ALERT,
    ChaosExperiment,
    ChaosOutcome,
    engine_moments,
    is_judged_kind,
    litmus_outcome,
    mesh_outcome,
    moments,
    target_of,
)
from console.domain.health import Health
from console.domain.resource import ResourceKind, ResourceRef
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.cluster import ClusterReader, ResourceTable, TableRow
from console.ports.metric import Answer, Sample
from console.presenters.chaos_rows import chaos_rows
from console.services.chaos_reading import read_chaos
from console.store.state import ObjectTable, State
from tests.fakes.cluster_lab import ClusterLab, cluster_lab

NOW_S = time.time()
BEGUN = "2026-11-21T06:00:00Z"


class Told:
    """A metric server that knows of an alert or not; it remembers what it was asked."""

    def __init__(self, samples: tuple[Sample, ...] = (), *, fails: bool = False) -> None:
        self.samples, self.fails, self.asked = samples, fails, list[str]()

    async def query(self, promql: str, at_s: float | None = None) -> tuple[Sample, ...]:
        self.asked.append(promql)
        if self.fails:
            raise ConnectorError(ErrorKind.TIMEOUT, "It did not answer.", "Try again.")
        return self.samples

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        raise NotImplementedError


class OneObject:
    """A cluster of one object."""

    def __init__(self, kind: ResourceKind, content: dict[str, Any]) -> None:
        self._kind, self._content = kind, content

    async def kinds(self) -> tuple[ResourceKind, ...]:
        return (self._kind,)

    async def table(self, kind: ResourceKind, **_more: object) -> ResourceTable:
        ref = ResourceRef("lab", kind.kind, "cell-tokyo", self._content["metadata"]["name"], kind.group)
        return ResourceTable((), (TableRow(ref, ()),), 0.0)

    async def read(self, _ref: ResourceRef) -> bytes:
        return json.dumps(self._content).encode()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterLab]:
    with cluster_lab(tmp_path_factory.mktemp("chaos")) as found:
        yield found


def read(cluster: ClusterLab, told: Told | None) -> dict[str, ChaosExperiment]:
    reader = cluster.connector.offers(ClusterReader)
    assert reader is not None
    return {one.ref.name: one for one in cluster.run(read_chaos(reader, told, NOW_S))}


def test_both_tools_are_read_with_their_outcome(cluster: ClusterLab) -> None:
    found = read(cluster, None)
    kill, loss = found["web-pod-kill"], found["network-pod-network-loss"]
    assert (kill.tool, kill.ref.kind, kill.outcome) == ("Chaos Mesh", "PodChaos", ChaosOutcome.ENDED)
    assert (loss.tool, loss.ref.kind, loss.outcome) == ("Litmus", "ChaosResult", ChaosOutcome.PASSED)
    assert kill.target.startswith("cell-")
    assert kill.began_s is not None
    assert kill.ended_s == pytest.approx(kill.began_s + 1, abs=2)
    assert (kill.expected_alert, kill.alert_fired) == ("PodsNotReady", None)


def test_the_expected_alert_is_looked_for_from_begin_to_some_time_after_the_end(cluster: ClusterLab) -> None:
    silent, loud = Told(), Told((Sample({}, 1.0, NOW_S),))
    assert read(cluster, silent)["web-pod-kill"].alert_fired is False
    assert read(cluster, loud)["web-pod-kill"].alert_fired is True
    assert len(silent.asked) == 1  # the other experiment names no alert
    assert 'ALERTS{alertname="PodsNotReady",alertstate="firing"}[' in silent.asked[0]
    assert read(cluster, Told(fails=True))["web-pod-kill"].alert_fired is None


def test_an_alert_that_did_not_fire_is_a_warning(cluster: ClusterLab) -> None:
    rows = read(cluster, Told()).values()
    table = ObjectTable({one.ref: one for one in rows}, NOW_S)
    estate = Estate.model_validate({"name": "lab", "clusters": [{"key": "lab"}]})
    shown = chaos_rows(State(estate=estate, objects={("lab", "chaos"): table}), NOW_S)
    assert [(one.name, one.health, one.fired) for one in shown] == [
        ("web-pod-kill", Health.WARNING, "did not fire"), ("network-pod-network-loss", Health.OK, "–"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "outcome"),
    [
        ({"AllInjected": "True"}, ChaosOutcome.RUNNING),
        ({"AllInjected": "True", "Paused": "True"}, ChaosOutcome.PAUSED),
        ({"AllRecovered": "True"}, ChaosOutcome.ENDED),
        ({"Selected": "False"}, ChaosOutcome.FAILED),
        ({}, ChaosOutcome.UNKNOWN),
    ],
)
def test_conditions_of_chaos_mesh(conditions: dict[str, str], outcome: ChaosOutcome) -> None:
    told = [{"type": name, "status": status} for name, status in conditions.items()]
    assert mesh_outcome({"status": {"conditions": told}})[0] is outcome


def mesh(told: dict[str, str], phase: str, *records: dict[str, object]) -> dict[str, Any]:
    conditions = [{"type": name, "status": status} for name, status in told.items()]
    return {
        "metadata": {"creationTimestamp": BEGUN},
        "status": {"conditions": conditions, "experiment": {"desiredPhase": phase, "containerRecords": [*records]}},
    }


def event(operation: str, kind: str = "Succeeded", minute: int = 1) -> dict[str, str]:
    return {"operation": operation, "type": kind, "timestamp": f"2026-11-21T06:{minute:02}:00Z"}


NOT_YET = {"phase": "Not Injected", "injectedCount": 0, "recoveredCount": 0}
FAILING = {**NOT_YET, "events": [event("Apply", "Failed", minute) for minute in (1, 2, 3)]}
DONE = {**NOT_YET, "events": [event("Apply"), event("Recover", minute=2)]}
FORGOTTEN = {**NOT_YET, "injectedCount": 1, "events": [event("Recover", "Failed")] * 100}
"""Of many events the first ones are dropped."""
BEFORE = {"Selected": "True", "AllInjected": "False", "AllRecovered": "True", "Paused": "False"}
"""All records are still, or again, "Not Injected"."""


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (mesh(BEFORE, "Run", NOT_YET), ChaosOutcome.RUNNING),
        (mesh(BEFORE, "Run", FAILING), ChaosOutcome.RUNNING),
        (mesh(BEFORE | {"Paused": "True"}, "Stop", NOT_YET), ChaosOutcome.PAUSED),
        (mesh(BEFORE | {"Selected": "False", "AllInjected": "True"}, "Run"), ChaosOutcome.FAILED),
        (mesh(BEFORE, "Stop", NOT_YET), ChaosOutcome.FAILED),
        (mesh(BEFORE, "Stop", FAILING), ChaosOutcome.FAILED),
        (mesh(BEFORE, "Stop"), ChaosOutcome.FAILED),
        (mesh(BEFORE, "Stop", DONE, NOT_YET), ChaosOutcome.ENDED),
        (mesh(BEFORE, "Stop", FORGOTTEN), ChaosOutcome.ENDED),
        (mesh({"AllInjected": "True", "AllRecovered": "False"}, "Stop", NOT_YET), ChaosOutcome.RUNNING),
    ],
)
def test_chaos_mesh_has_ended_only_once_it_was_injected_and_is_to_stop(
    content: dict[str, Any], outcome: ChaosOutcome
) -> None:
    assert mesh_outcome(content)[0] is outcome


def test_what_was_never_injected_says_so() -> None:
    assert mesh_outcome(mesh(BEFORE, "Stop", FAILING)) == (ChaosOutcome.FAILED, "Not Injected")


def test_what_runs_again_after_a_pause_has_no_end() -> None:
    assert moments(mesh(BEFORE, "Stop", DONE)) == (BEGUN, "2026-11-21T06:02:00Z")
    assert moments(mesh({"AllInjected": "True"}, "Run", DONE)) == (BEGUN, "")


def test_what_kills_has_ended_once_it_was_injected_though_it_is_to_run_for_ever() -> None:
    told = {"Selected": "True", "AllInjected": "True", "AllRecovered": "False", "Paused": "False"}
    killed = {"phase": "Injected", "injectedCount": 1, "recoveredCount": 0, "events": [event("Apply", minute=3)]}
    kill = mesh(told, "Run", killed) | {"spec": {"action": "pod-kill", "mode": "one"}}
    assert mesh_outcome(kill) == (ChaosOutcome.ENDED, "AllInjected")
    assert moments(kill) == (BEGUN, "2026-11-21T06:03:00Z")
    assert mesh_outcome(kill | {"spec": {"action": "pod-failure"}})[0] is ChaosOutcome.RUNNING
    waiting = mesh({"Selected": "True", "AllInjected": "False"}, "Run", killed, NOT_YET) | {"spec": kill["spec"]}
    assert (mesh_outcome(waiting)[0], moments(waiting)) == (ChaosOutcome.RUNNING, (BEGUN, ""))
    assert mesh_outcome(mesh(told, "Run", killed) | {"spec": {"action": []}})[0] is ChaosOutcome.RUNNING


def test_what_the_controller_notes_of_each_pod_is_no_experiment() -> None:
    judged = ("PodChaos", "NetworkChaos", "IOChaos", "PhysicalMachineChaos")
    for kind in (*judged, "PodNetworkChaos", "PodIOChaos", "PodHttpChaos"):
        assert is_judged_kind("chaos-mesh.org", kind, kind.lower()) is (kind in judged), kind


def test_pods_by_name_are_aimed_at_in_their_namespaces() -> None:
    spec = {"selector": {"pods": {"cell-tokyo": ["web-0"], "cell-osaka": ["web-1"]}}}
    assert target_of({"metadata": {"namespace": "chaos"}, "spec": spec}) == "cell-tokyo, cell-osaka"


def test_a_second_run_of_litmus_writes_into_the_result_of_the_first() -> None:
    result = {
        "metadata": {"creationTimestamp": "2026-03-01T06:00:00Z"},
        "spec": {"engine": "web-chaos", "experiment": "pod-delete"},
        "status": {"experimentStatus": {"phase": "Completed", "verdict": "Pass"}},
    }
    run = {"name": "pod-delete", "status": "Completed", "lastUpdateTime": "2026-11-21T06:04:00Z"}
    engine = {"metadata": {"creationTimestamp": BEGUN}, "status": {"experiments": [run, "nonsense"]}}
    assert engine_moments(result, engine) == (BEGUN, "2026-11-21T06:04:00Z")
    engine["status"] = {"experiments": [run | {"status": "Running"}]}
    assert engine_moments(result, engine) == (BEGUN, "")
    engine["status"] = {"experiments": [run | {"lastUpdateTime": "2026-03-01T06:04:00Z"}]}
    assert engine_moments(result, engine) == (BEGUN, "")


@pytest.mark.anyio
async def test_litmus_tells_no_end_so_the_alert_is_looked_for_until_now() -> None:
    """A result with targets once counted as ended when it began: it took 0 s, and later alerts were not seen."""
    result = {
        "metadata": {"name": "loss", "creationTimestamp": BEGUN, "annotations": {EXPECTED_ALERT: "Slow"}},
        "status": {
            "experimentStatus": {"phase": "Running", "verdict": "Awaited"},
            "history": {"targets": [{"name": "web", "kind": "deployment", "chaosStatus": "targeted"}]},
        },
    }
    kind = ResourceKind("litmuschaos.io", "v1alpha1", "ChaosResult", "chaosresults", namespaced=True)
    cluster: Any = OneObject(kind, result)
    now_s, told = datetime.fromisoformat(BEGUN).timestamp() + 7200, Told()
    (found,) = await read_chaos(cluster, told, now_s)
    assert (found.ended_s, found.outcome) == (None, ChaosOutcome.RUNNING)
    assert told.asked[0].endswith("[2h]))")
    table = ObjectTable({found.ref: found}, now_s)
    estate = Estate.model_validate({"name": "lab", "clusters": [{"key": "lab"}]})
    (row,) = chaos_rows(State(estate=estate, objects={("lab", "chaos"): table}), now_s)
    assert (row.took, row.fired, row.health) == ("–", "did not fire", Health.WARNING)


class WithEngine(OneObject):
    """A result of Litmus, and the engine that people wrote for it."""

    engine: dict[str, Any] | None = None

    async def read(self, ref: ResourceRef) -> bytes:
        if ref.kind != "ChaosEngine":
            return await super().read(ref)
        if self.engine is None or ref.name != "web-chaos":
            raise ConnectorError(ErrorKind.NOT_FOUND, "There is none.", "Look.")
        return json.dumps(self.engine).encode()


@pytest.mark.anyio
async def test_the_alert_that_the_engine_of_litmus_names_is_the_expected_one() -> None:
    result = {
        "metadata": {"name": "web-chaos-pod-delete", "creationTimestamp": BEGUN},
        "spec": {"engine": "web-chaos", "experiment": "pod-delete"},
        "status": {"experimentStatus": {"phase": "Completed", "verdict": "Pass"}},
    }
    kind = ResourceKind("litmuschaos.io", "v1alpha1", "ChaosResult", "chaosresults", namespaced=True)
    cluster: Any = WithEngine(kind, result)
    (found,) = await read_chaos(cluster, Told(), NOW_S)
    assert (found.expected_alert, found.alert_fired) == ("", None)
    cluster.engine = {
        "metadata": {"name": "web-chaos", "namespace": "litmus", "annotations": {EXPECTED_ALERT: "PodsNotReady"}},
        "spec": {"appinfo": {"appns": "cell-tokyo"}},
    }
    (found,) = await read_chaos(cluster, Told(), NOW_S)
    assert (found.expected_alert, found.alert_fired, found.target) == ("PodsNotReady", False, "cell-tokyo")


@pytest.mark.parametrize(
    ("phase", "verdict", "outcome"),
    [
        ("Running", "Awaited", ChaosOutcome.RUNNING),
        ("Completed", "Pass", ChaosOutcome.PASSED),
        ("Completed", "Fail", ChaosOutcome.FAILED),
        ("Error", "Error", ChaosOutcome.FAILED),
        ("Stopped", "Stopped", ChaosOutcome.PAUSED),
        ("", "", ChaosOutcome.UNKNOWN),
    ],
)
def test_verdicts_of_litmus(phase: str, verdict: str, outcome: ChaosOutcome) -> None:
    assert litmus_outcome({"status": {"experimentStatus": {"phase": phase, "verdict": verdict}}})[0] is outcome


@pytest.mark.parametrize(
    "content", [{}, {"status": []}, {"status": {"conditions": 3}}, {"metadata": "x", "spec": None}]
)
def test_nonsense_is_unknown_and_breaks_nothing(content: dict[str, object]) -> None:
    assert mesh_outcome(content)[0] is ChaosOutcome.UNKNOWN
    assert litmus_outcome(content)[0] is ChaosOutcome.UNKNOWN
    assert moments(content) == ("", "")
