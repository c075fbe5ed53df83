"""Audits run as an Indexed Job of the lab's cluster, whose pods are real runners. Proves G1.5."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.lab import LabForTests
from tests.fakes.program import start
from tests.fakes.waiting import wait_until

PROJECTS = ("web-front", "bff", "personalize", "delivery", "llm-serving", "scheduler")


def _results(home: Path) -> dict[str, dict[str, Any]]:
    """The kept results by task, without the times that differ from run to run."""
    found = {}
    for file in home.rglob("*.sarif.gz"):
        document = json.loads(gzip.decompress(file.read_bytes()))
        for run in document["runs"]:
            run["properties"].pop("tookMs")
            run["properties"].pop("atS")
            run["invocations"][0].pop("startTimeUtc")
            run["invocations"][0].pop("endTimeUtc")
        found[file.name] = document
    return found


def _objects(lab: LabForTests, kubectl: str, kind: str) -> list[dict[str, Any]]:
    said = subprocess.run(
        [kubectl, "--kubeconfig", lab.at.kubeconfig, "-n", "audits", "get", kind, "-l", "audit-batch", "-o", "json"],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return list(json.loads(said.stdout)["items"])


def _exit_codes(pods: list[dict[str, Any]]) -> list[int]:
    states = (one["status"]["containerStatuses"][0]["state"] for one in pods)
    return [one["terminated"]["exitCode"] for one in states if "terminated" in one]


@pytest.mark.slow
def test_a_killed_worker_and_a_killed_console_change_nothing_of_what_is_found(
    lab: LabForTests, isolated_home: Path, kubectl_program: str
) -> None:
    estate = ["--estate", str(lab.at.estate_file)]
    unlocked = start([*estate, "change", "unlock", "lab", "--for", "15m", "--reason", "audits"])
    assert unlocked.code == 0, unlocked.err
    asked = [*estate, "audit", "fleet", *PROJECTS, "--audit", "strict", "-o", "json"]
    on_cluster = [*asked, "--on", "cluster"]
    lab.start_scenario("worker-lost")
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "console", *on_cluster], env={**os.environ}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as killed:  # fmt: skip
            wait_until(lambda: list(isolated_home.rglob("*.sarif.gz")), 90, "a first result")
            killed.send_signal(signal.SIGKILL)
        ended = start(on_cluster)
        rows = {one["project"]: one for one in json.loads(ended.out)}
        assert set(rows) == set(PROJECTS), ended.err
        assert all(one["audits"]["strict"] != "not-run" for one in rows.values()), ended.err
    finally:
        lab.stop_scenario("worker-lost")
    (job,) = _objects(lab, kubectl_program, "jobs")  # the second console followed the Job of the first
    assert (job["status"]["succeeded"], job["status"]["completedIndexes"]) == (len(PROJECTS), "0-5")
    codes = _exit_codes(_objects(lab, kubectl_program, "pods"))
    assert sorted(codes) == [0] * len(PROJECTS) + [137]
    there = _results(isolated_home)
    assert len(there) == len(PROJECTS)
    for folder in {file.parent for file in isolated_home.rglob("*.sarif.gz")}:
        shutil.rmtree(folder)
    assert start(asked).code == ended.code
    assert _results(isolated_home) == there  # the same tasks, and the same bytes but for the times


def test_a_cluster_finds_what_this_machine_finds(lab: LabForTests, isolated_home: Path) -> None:
    estate = ["--estate", str(lab.at.estate_file)]
    asked = [*estate, "audit", "fleet", "bff", "delivery", "--audit", "strict", "-o", "json"]
    assert start([*estate, "change", "unlock", "lab", "--for", "15m", "--reason", "audits"]).code == 0
    there = start([*asked, "--on", "cluster"])
    found = _results(isolated_home)
    assert len(found) == 2, there.err
    for file in isolated_home.rglob("*.sarif.gz"):
        file.unlink()
    assert start(asked).code == there.code
    assert _results(isolated_home) == found


def test_a_locked_cluster_audits_nothing(lab: LabForTests) -> None:
    refused = start(["--estate", str(lab.at.estate_file), "audit", "fleet", "bff", "--on", "cluster"])
    assert refused.code == 4
    assert "lab" in refused.err
    assert "unlock" in refused.err
