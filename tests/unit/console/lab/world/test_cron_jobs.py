"""CronJobs and Jobs made by anybody run as Kubernetes runs them (proves C7)."""

from typing import Any

from console.lab.servers.kubernetes.label_selector import match_selector_object
from tests.fakes.simulated_lab import SimulatedLab

CRON_JOBS, JOBS = "cronjobs.batch", "jobs.batch"
ON_THE_MINUTE = 1_795_395_600.0
SPEC = {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "mine", "image": "x"}]}}}


def _cron_job(schedule: str) -> dict[str, Any]:
    metadata = {"name": "mine", "namespace": "cell-tokyo"}
    spec = {"schedule": schedule, "jobTemplate": {"spec": SPEC}}
    return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": metadata, "spec": spec}


def _minutes(lab: SimulatedLab) -> list[int]:
    """Return for which minutes after the start the CronJob has made Jobs that are still there."""
    names = [one["metadata"]["name"] for one in lab.store.list(JOBS, "cell-tokyo")]
    return [int(name.removeprefix("mine-")) - int(ON_THE_MINUTE // 60) for name in names if name.startswith("mine-")]


def test_a_cron_job_made_through_the_api_fires_at_each_minute_after_it_was_made() -> None:
    lab = SimulatedLab(start_s=ON_THE_MINUTE + 10)
    lab.store.create(_cron_job("* * * * *"))
    lab.run(40, step_s=5.0)
    assert _minutes(lab) == [], "what was due before is not made up for"
    lab.run(120, step_s=5.0)
    assert _minutes(lab) == [1, 2]
    done = lab.store.get(JOBS, "cell-tokyo", f"mine-{int(ON_THE_MINUTE // 60) + 1}")
    assert done["status"]["succeeded"] == 1
    lab.patch(CRON_JOBS, "cell-tokyo", "mine", {"spec": {"suspend": True}})
    lab.run(120, step_s=5.0)
    assert _minutes(lab) == [1, 2]


def test_every_job_selects_its_own_pods_and_no_others() -> None:
    """`kubectl logs job/NAME` asks for the pods that the Job selects: all of its namespace where it selects none."""
    lab = SimulatedLab(start_s=ON_THE_MINUTE + 10)
    lab.store.create(_cron_job("1 * * * *"))
    lab.world.scenarios.start("forecast-job-failed")
    lab.run(80, step_s=5.0)
    jobs = lab.store.list(JOBS)
    assert {"demand-forecast", "mine"} <= {job["metadata"]["name"].rsplit("-", 1)[0] for job in jobs}
    for job in jobs:
        selects = match_selector_object(job["spec"]["selector"])
        chosen = [pod for pod in lab.store.list("pods") if selects(pod["metadata"].get("labels") or {})]
        owned = [pod for pod in lab.store.list("pods") if _owner(pod) == job["metadata"]["uid"]]
        assert job["spec"]["selector"]["matchLabels"]
        assert chosen == owned
    assert len([pod for pod in lab.store.list("pods") if _owner(pod) in {job["metadata"]["uid"] for job in jobs}]) >= 4


def _owner(pod: dict[str, Any]) -> str:
    return str(pod["metadata"]["ownerReferences"][0]["uid"])


def test_a_job_of_a_cron_job_that_was_deleted_does_not_come_back() -> None:
    lab = SimulatedLab(start_s=ON_THE_MINUTE + 10)
    lab.store.create(_cron_job("1 * * * *"))
    lab.run(60, step_s=5.0)
    assert _minutes(lab) == [1]
    lab.store.delete(JOBS, "cell-tokyo", f"mine-{int(ON_THE_MINUTE // 60) + 1}")
    lab.run(60, step_s=5.0)
    assert _minutes(lab) == []


def test_a_cron_job_without_anything_to_run_or_of_tomorrow_stops_nothing() -> None:
    lab = SimulatedLab(start_s=ON_THE_MINUTE + 10)
    empty = _cron_job("* * * * *")
    empty["spec"]["jobTemplate"] = {"spec": {"template": {"spec": {"containers": []}}}}
    lab.store.load([empty])
    lab.run(60, step_s=5.0)
    assert _minutes(lab) == []


def test_a_suspended_job_waits_until_it_may_run() -> None:
    lab = SimulatedLab()
    metadata = {"name": "mine", "namespace": "cell-tokyo"}
    job = {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": {**SPEC, "suspend": True}}
    lab.store.create(job)
    lab.run(120, step_s=5.0)
    assert not lab.store.get(JOBS, "cell-tokyo", "mine").get("status", {}).get("startTime")
    lab.patch(JOBS, "cell-tokyo", "mine", {"spec": {"suspend": False}})
    lab.run(120, step_s=5.0)
    assert lab.store.get(JOBS, "cell-tokyo", "mine")["status"]["succeeded"] == 1
