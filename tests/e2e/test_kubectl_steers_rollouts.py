"""The real kubectl leads a Rollout of the lab through its steps by the patches of Argo's plug-in. Proves C7, L7.5."""

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_kubectl_drives_the_lab import Kubectl
from tests.fakes.kubernetes_cluster import NAMESPACE, small_cluster, tls
from tests.fakes.simulated_lab import SimulatedLab

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.usefixtures("modern_kubectl"),
    pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed"),
]
NAME = "personalize"


class Pilot:
    """kubectl in front of a lab whose clock the test turns."""

    def __init__(self, kubectl: Kubectl, lab: SimulatedLab) -> None:
        self.kubectl = kubectl
        self.lab = lab

    async def patch(self, body: dict[str, Any], *, status: bool = False, seconds: int = 30) -> None:
        """Send a merge patch and let the controller work."""
        part = ("--subresource=status",) if status else ()
        await self.kubectl.run("patch", "rollout", NAME, *part, "--type=merge", "-p", json.dumps(body))
        self.lab.run(seconds, 5.0)

    async def stands(self) -> tuple[str, int, int]:
        """Phase, step and weight as kubectl reads them."""
        status = (await self.kubectl.json("get", "rollout", NAME))["status"]
        return status["phase"], status["currentStepIndex"], status["canary"]["weights"]["canary"]["weight"]

    async def release(self, tag: str) -> None:
        """Set another image, as the plug-in's `set image` does."""
        image = f"registry.lab.example/newsletter/{NAME}:{tag}"
        step = {"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": image}
        await self.kubectl.run("patch", "rollout", NAME, "--type=json", "-p", json.dumps([step]))


@pytest.fixture
async def pilot(tmp_path: Path) -> AsyncIterator[Pilot]:
    lab = SimulatedLab()
    async with small_cluster(lab.store, ssl_context=tls(tmp_path)) as cluster:
        yield Pilot(Kubectl(cluster, tmp_path), lab)


async def test_release_promote_abort_retry_promote_fully_and_go_back(pilot: Pilot) -> None:
    assert NAMESPACE == "cell-tokyo"
    before = (await pilot.kubectl.json("get", "rollout", NAME))["spec"]["template"]
    await pilot.release("9.0.0")
    pilot.lab.run(150, 5.0)
    assert await pilot.stands() == ("Paused", 3, 25)
    (run,) = (await pilot.kubectl.json("get", "analysisruns"))["items"]
    assert run["status"]["phase"] == "Running"
    await pilot.patch({"spec": {"paused": True}}, seconds=5)
    await pilot.patch({"status": {"pauseConditions": None}}, status=True)
    assert (await pilot.stands())[1:] == (3, 25), "held by hand"
    await pilot.patch({"spec": {"paused": False}})
    assert await pilot.stands() == ("Paused", 5, 50)
    await pilot.patch({"status": {"abort": True}}, status=True, seconds=5)
    assert await pilot.stands() == ("Degraded", 0, 0)
    await pilot.patch({"status": {"abort": False}}, status=True)
    assert await pilot.stands() == ("Paused", 1, 5)
    await pilot.patch({"status": {"promoteFull": True}}, status=True, seconds=60)
    assert await pilot.stands() == ("Healthy", 6, 0)
    sets = (await pilot.kubectl.json("get", "rs", "-l", f"app.kubernetes.io/name={NAME}"))["items"]
    revisions = [one["metadata"]["annotations"]["rollout.argoproj.io/revision"] for one in sets]
    assert sorted(revisions) == ["1", "2", "3"]
    back = [{"op": "replace", "path": "/spec/template", "value": before}]
    await pilot.kubectl.run("patch", "rollout", NAME, "--type=json", "-p", json.dumps(back))
    pilot.lab.run(40, 5.0)
    assert (await pilot.stands())[1] == 1
