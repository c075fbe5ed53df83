"""The lab's Rollouts go step by step as Argo's, and a bad release costs just its share. Proves C7, E2.3, L7.5."""

from typing import Any

import pytest

from tests.fakes.exposition_reader import read_exposition
from tests.fakes.simulated_lab import SimulatedLab

ROLLOUTS, RUNS = "rollouts.argoproj.io", "analysisruns.argoproj.io"
ROUTES = "virtualservices.networking.istio.io"


@pytest.fixture
def lab() -> SimulatedLab:
    return SimulatedLab()


def rollout(lab: SimulatedLab, cell: str = "osaka") -> dict[str, Any]:
    return lab.store.get(ROLLOUTS, f"cell-{cell}", "personalize")


def release(lab: SimulatedLab, tag: str, cell: str = "osaka") -> None:
    template = rollout(lab, cell)["spec"]["template"]
    template["spec"]["containers"][0]["image"] = f"registry.lab.example/newsletter/personalize:{tag}"
    lab.patch(ROLLOUTS, f"cell-{cell}", "personalize", {"spec": {"template": template}})


def weight(lab: SimulatedLab, cell: str = "osaka") -> int:
    """The canary's weight, told alike by the Rollout and by its route."""
    found: int = rollout(lab, cell)["status"]["canary"]["weights"]["canary"]["weight"]
    (rule,) = lab.store.get(ROUTES, f"cell-{cell}", "personalize")["spec"]["http"]
    weights = {one["destination"]["host"]: one["weight"] for one in rule["route"]}
    assert weights == {"personalize-stable": 100 - found, "personalize-canary": found}
    return found


def test_four_cells_release_one_service_by_canaries(lab: SimulatedLab) -> None:
    assert [one["metadata"]["namespace"] for one in lab.store.list(ROLLOUTS)] == [
        "cell-content", "cell-frankfurt", "cell-osaka", "cell-tokyo",
    ]  # fmt: skip
    for one in lab.store.list(ROLLOUTS):
        status = one["status"]
        assert (status["phase"], status["stableRS"]) == ("Healthy", status["currentPodHash"])
        assert status["observedGeneration"] == str(one["metadata"]["generation"])


def test_a_good_release_reaches_everybody_step_by_step(lab: SimulatedLab) -> None:
    before = rollout(lab)["status"]["stableRS"]
    release(lab, "9.0.0")
    seen: list[int] = []
    for _ in range(70):
        lab.run(5, 5.0)
        seen.append(weight(lab))
    assert list(dict.fromkeys(seen))[:4] == [0, 5, 25, 50]
    status = rollout(lab)["status"]
    assert (status["phase"], seen[-1]) == ("Healthy", 0)
    assert status["stableRS"] == status["currentPodHash"] != before
    pods = lab.pods("cell-osaka", "personalize")
    assert len(pods) == rollout(lab)["spec"]["replicas"]
    assert {one["spec"]["containers"][0]["image"].rsplit(":", 1)[1] for one in pods} == {"9.0.0"}
    (run,) = lab.store.list(RUNS, "cell-osaka")
    assert run["status"]["phase"] == "Successful"
    assert run["status"]["metricResults"][0]["failed"] == 0


def test_a_bad_release_is_aborted_by_its_analysis(lab: SimulatedLab) -> None:
    stable = rollout(lab)["status"]["stableRS"]
    release(lab, "9.0.0-errors")
    lab.run(200, 5.0)
    status = rollout(lab)["status"]
    assert (status["phase"], status["abort"], status["stableRS"], weight(lab)) == ("Degraded", True, stable, 0)
    assert "error-rate" in status["message"]
    (run,) = lab.store.list(RUNS, "cell-osaka")
    assert run["status"]["phase"] == "Failed"
    lab.run(40, 5.0)
    assert len(lab.pods("cell-osaka", "personalize")) == rollout(lab)["spec"]["replicas"]
    release(lab, "9.0.1")
    lab.run(15, 5.0)
    assert rollout(lab)["status"].get("abort") is None, "another template begins anew"


def test_only_the_canarys_share_of_the_requests_fails(lab: SimulatedLab) -> None:
    release(lab, "9.0.0-errors", "tokyo")
    lab.run(150, 5.0)
    assert weight(lab, "tokyo") == 25
    flow = lab.world.state.cells["tokyo"].flow
    served = flow.services["personalize"].canary
    assert served is not None
    assert served.share == 0.25
    assert 0.019 < float(flow.services["personalize"].failed) < 0.022
    canary = rollout(lab, "tokyo")["status"]["currentPodHash"]
    assert served.revision == canary
    series = read_exposition(lab.world.metrics_text()).named(
        "http_server_requests_total", service="personalize", cell="tokyo", rollouts_pod_template_hash=canary
    )
    by_code: dict[str, float] = {}
    for labels, value in series.items():
        code = dict(labels)["http_response_status_code"]
        by_code[code] = by_code.get(code, 0.0) + value
    assert 0.07 < by_code["500"] / sum(by_code.values()) < 0.09
    assert float(flow.services["web"].failed) > 0.004, "users feel it through web and bff"


def test_a_pause_without_an_end_waits_for_a_person(lab: SimulatedLab) -> None:
    release(lab, "9.0.0", "tokyo")
    lab.run(900, 5.0)
    status = rollout(lab, "tokyo")["status"]
    assert (status["phase"], status["currentStepIndex"], weight(lab, "tokyo")) == ("Paused", 3, 25)
    lab.store.patch_status(ROLLOUTS, "cell-tokyo", "personalize", {"pauseConditions": None})
    lab.run(30, 5.0)
    assert weight(lab, "tokyo") == 50


def test_a_step_that_somebody_sets_is_the_step_to_go_on_from(lab: SimulatedLab) -> None:
    release(lab, "9.0.0", "tokyo")
    lab.run(150, 5.0)
    lab.store.patch_status(ROLLOUTS, "cell-tokyo", "personalize", {"currentStepIndex": 5, "pauseConditions": None})
    lab.run(10, 5.0)
    assert rollout(lab, "tokyo")["status"]["currentStepIndex"] == 5
    assert rollout(lab, "tokyo")["status"]["pauseConditions"]


def test_going_back_to_the_stable_revision_ends_the_canary_at_once(lab: SimulatedLab) -> None:
    before = rollout(lab)["spec"]["template"]
    release(lab, "9.0.0")
    lab.run(30, 5.0)
    assert weight(lab) == 5
    lab.patch(ROLLOUTS, "cell-osaka", "personalize", {"spec": {"template": before}})
    lab.run(10, 5.0)
    assert (rollout(lab)["status"]["phase"], weight(lab)) == ("Healthy", 0)


def test_steps_pass_faster_in_a_faster_lab() -> None:
    lab = SimulatedLab(speed=60.0)
    release(lab, "9.0.0")
    lab.run(12)
    assert rollout(lab)["status"]["phase"] == "Healthy"


def test_a_broken_image_never_gets_requests(lab: SimulatedLab) -> None:
    release(lab, ":missing".removeprefix(":") + "-1")
    lab.run(60, 5.0)
    assert weight(lab) in (0, 5)
    release(lab, "missing")
    lab.run(60, 5.0)
    assert weight(lab) == 0
    assert rollout(lab)["status"]["phase"] == "Progressing"


def test_the_bad_canary_scenario_is_healed_by_an_abort_and_by_going_back(lab: SimulatedLab) -> None:
    def state() -> str:
        return lab.world.scenarios.status("bad-canary-errors").state

    lab.world.scenarios.start("bad-canary-errors")
    lab.run(150, 5.0)
    assert state() == "active"
    lab.store.patch_status(ROLLOUTS, "cell-tokyo", "personalize", {"abort": True})
    lab.run(10, 5.0)
    assert state() == "healed"
    assert float(lab.world.state.cells["tokyo"].flow.services["web"].failed) < 0.002
    lab.world.scenarios.stop("bad-canary-errors")
    lab.run(60, 5.0)
    assert rollout(lab, "tokyo")["status"]["phase"] == "Healthy"
    lab.world.scenarios.start("bad-canary-errors")
    lab.run(5, 5.0)
    lab.store.patch_status(ROLLOUTS, "cell-tokyo", "personalize", {"promoteFull": True})
    lab.run(60, 5.0)
    assert state() == "active", "everybody has it"
    lab.world.scenarios.stop("bad-canary-errors")
    lab.run(5, 5.0)
    assert state() == "idle"
