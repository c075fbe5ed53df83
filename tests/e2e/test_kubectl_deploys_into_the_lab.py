"""The real kubectl brings a workload of its own into the lab, rolls it over, back and away. Proves C7."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.test_kubectl_drives_the_lab import Kubectl
from tests.fakes.kubernetes_cluster import small_cluster, tls
from tests.fakes.simulated_lab import SimulatedLab

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.usefixtures("modern_kubectl"),
    pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed"),
]
NAME = "deployment/hello"


class Guest:
    """kubectl in front of a lab whose clock the test turns."""

    def __init__(self, kubectl: Kubectl, lab: SimulatedLab) -> None:
        self.kubectl, self.lab = kubectl, lab

    async def do(self, *words: str) -> None:
        """Run kubectl, let the controllers work, and let kubectl say that it is rolled out."""
        await self.kubectl.run(*words)
        self.lab.run(30)
        told = await self.kubectl.run("rollout", "status", NAME, "--timeout=30s")
        assert "successfully rolled out" in str(told)

    async def images(self) -> list[str]:
        """The images of its pods that run."""
        pods = (await self.kubectl.json("get", "pods", "-l", "app=hello"))["items"]
        return [one["spec"]["containers"][0]["image"] for one in pods if one["status"]["phase"] == "Running"]


@pytest.fixture
async def guest(tmp_path: Path) -> AsyncIterator[Guest]:
    lab = SimulatedLab()
    async with small_cluster(lab.store, ssl_context=tls(tmp_path)) as cluster:
        yield Guest(Kubectl(cluster, tmp_path), lab)


async def test_create_scale_set_image_undo_restart_and_delete(guest: Guest) -> None:
    await guest.do("create", "deployment", "hello", "--image=nginx:1.27", "--replicas=2")
    assert await guest.images() == ["nginx:1.27"] * 2
    await guest.do("scale", NAME, "--replicas=3")
    await guest.do("set", "image", NAME, "nginx=nginx:1.28")
    assert await guest.images() == ["nginx:1.28"] * 3
    await guest.do("rollout", "undo", NAME)
    assert await guest.images() == ["nginx:1.27"] * 3
    await guest.do("rollout", "restart", NAME)
    history = str(await guest.kubectl.run("rollout", "history", NAME))
    assert [line.split()[0] for line in history.splitlines() if "<none>" in line] == ["2", "3", "4"]
    await guest.kubectl.run("delete", NAME)
    assert (await guest.kubectl.json("get", "rs,pods", "-l", "app=hello"))["items"] == []
