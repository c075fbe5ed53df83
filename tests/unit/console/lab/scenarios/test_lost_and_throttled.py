"""Hot partition, lost worker, expired token, throttled API: injected, repaired, healed (proves C7, L7.2, G1.9)."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.kernel.runtime import Runtime
from console.lab.lab_folder import LabFolder
from console.lab.outside.cloudflare.cloudflare_server import CloudflareServer
from console.lab.outside.grafana.grafana_server import GrafanaServer
from console.lab.outside.lab_server import ServerContext
from tests.fakes.exposition_reader import read_exposition
from tests.fakes.simulated_lab import SimulatedLab

CONFIG, DEPLOYMENTS, CRON_JOBS = "configmaps", "deployments.apps", "cronjobs.batch"


@pytest.fixture
def lab() -> SimulatedLab:
    return SimulatedLab()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[LabFolder]:
    folder = LabFolder.open(tmp_path / "lab")
    yield folder
    folder.close()


def _state(lab: SimulatedLab, scenario: str) -> str:
    return lab.world.scenarios.status(scenario).state


def _series(lab: SimulatedLab, name: str, **labels: str) -> list[float]:
    return list(read_exposition(lab.world.metrics_text()).named(name, **labels).values())


def _status(url: str, token: str) -> int:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def test_a_hot_partition_gets_most_messages_and_no_worker_more_helps_until_the_key_is_back(lab: SimulatedLab) -> None:
    lab.run(10)
    before = _series(lab, "kafka_topic_partition_current_offset", cell="osaka")
    lab.world.scenarios.start("hot-partition")
    lab.run(300, step_s=5.0)
    written = [
        new - old
        for old, new in zip(before, _series(lab, "kafka_topic_partition_current_offset", cell="osaka"), strict=True)
    ]
    assert max(written) > 5 * sum(written) / len(written)
    spec = lab.world.blueprint.cell("osaka").workload("delivery")
    assert spec is not None
    assert lab.world.state.ready["cell-osaka/delivery"] == spec.max_replicas
    assert float(lab.world.state.cells["osaka"].flow.lag) > 10_000
    lab.patch("scaledobjects.keda.sh", "cell-osaka", "delivery", {"spec": {"maxReplicaCount": spec.max_replicas + 4}})
    lab.run(60, step_s=5.0)
    assert _state(lab, "hot-partition") == "active", "workers beyond the partitions have nothing to read"
    lab.patch(CONFIG, "cell-osaka", "delivery-config", {"data": {"partition.key": "user_id"}})
    lab.run(300, step_s=5.0)
    assert _state(lab, "hot-partition") == "healed"


def test_a_hung_audit_worker_is_ready_but_silent_and_audits_wait_until_its_pod_is_replaced(lab: SimulatedLab) -> None:
    lab.run(120, step_s=5.0)
    assert _series(lab, "audit_worker_up") == [1, 1]
    calm = _series(lab, "audit_tasks_waiting")[0]
    lab.world.scenarios.start("worker-lost")
    lab.run(600, step_s=5.0)
    assert sorted(_series(lab, "audit_worker_up")) == [0, 1]
    assert _series(lab, "audit_tasks_waiting")[0] > calm + 3
    assert lab.ready_pods("guardian-system", "audit-worker") == 2, "its pod looks well"
    assert _state(lab, "worker-lost") == "active"
    note = {"kubectl.kubernetes.io/restartedAt": "2026-11-23T01:10:00Z"}
    template = {"metadata": {"annotations": note}}
    lab.patch(DEPLOYMENTS, "guardian-system", "audit-worker", {"spec": {"template": template}})
    lab.run(60)
    assert _state(lab, "worker-lost") == "healed"
    assert _series(lab, "audit_worker_up") == [1, 1]


def test_without_audit_workers_none_can_be_lost(lab: SimulatedLab) -> None:
    lab.patch(DEPLOYMENTS, "guardian-system", "audit-worker", {"spec": {"replicas": 0}})
    lab.run(20)
    with pytest.raises(UserError, match="No audit worker"):
        lab.world.scenarios.start("worker-lost")


def test_an_expired_token_is_refused_until_the_new_one_comes(
    lab: SimulatedLab, place: LabFolder, runtime: Runtime
) -> None:
    server = GrafanaServer(ServerContext(lab.world, lambda: lab.now_s, place, print))
    runtime.run(server.start(), 20)
    try:
        url = f"{server.estate()['grafana'][0]['url']}/api/folders"
        old, new = ((place.root / "tokens" / name).read_text() for name in ("lab-grafana", "lab-grafana.new"))
        assert [_status(url, token) for token in (old, new, "guessed")] == [200, 200, 401]
        lab.world.scenarios.start("token-expired")
        lab.run(3)
        assert _status(url, old) == 401
        assert _state(lab, "token-expired") == "active"
        assert _status(url, new) == 200
        lab.run(1)
        assert _state(lab, "token-expired") == "healed"
        lab.world.scenarios.stop("token-expired")
        assert _status(url, old) == 200
        assert lab.world.faults == type(lab.world.faults)()
    finally:
        runtime.run(server.stop(), 20)


def test_a_greedy_job_gets_the_console_throttled_until_it_is_suspended(
    lab: SimulatedLab, place: LabFolder, runtime: Runtime
) -> None:
    server = CloudflareServer(ServerContext(lab.world, lambda: lab.now_s, place, print))
    runtime.run(server.start(), 20)
    try:
        account = server.estate()["cloudflare"][0]
        url, token = (
            f"{account['url']}/accounts/{account['account_id']}",
            (place.root / "tokens/cloudflare").read_text(),
        )
        assert _status(url, token) == 200
        lab.world.scenarios.start("api-throttled")
        assert _status(url, token) == 429
        lab.run(3)
        assert _state(lab, "api-throttled") == "active"
        lab.patch(CRON_JOBS, "cell-infra", "edge-inventory", {"spec": {"suspend": True}})
        lab.run(1)
        assert _state(lab, "api-throttled") == "healed"
        assert _status(url, token) == 200
        lab.world.scenarios.stop("api-throttled")
        assert lab.store.find(CRON_JOBS, "cell-infra", "edge-inventory") is None
    finally:
        runtime.run(server.stop(), 20)


@pytest.mark.parametrize("scenario", ["hot-partition", "worker-lost", "token-expired", "api-throttled"])
def test_stopping_takes_everything_back(lab: SimulatedLab, scenario: str) -> None:
    lab.run(5)
    lab.world.scenarios.start(scenario)
    lab.run(10)
    lab.world.scenarios.stop(scenario)
    lab.run(300, step_s=5.0)
    assert _state(lab, scenario) == "idle"
    assert lab.world.faults == type(lab.world.faults)()
    assert all(float(cell.flow.lag) < 5_000 for cell in lab.world.state.cells.values())
    assert set(_series(lab, "audit_worker_up")) == {1.0}
