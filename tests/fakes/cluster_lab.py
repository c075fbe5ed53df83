"""The simulated lab behind its API server, and a connector that is signed in there as the administrator."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from connectors.kubernetes.connector import KubernetesConnector
from console.kernel.runtime import Runtime
from console.lab.runner.viewer_role import VIEWER, viewer_objects
from console.lab.servers.kubernetes.pod_backend import NoBackend
from console.lab.servers.kubernetes.server import KubernetesServer
from console.lab.servers.kubernetes.user import MASTERS, User
from console.ports.change_executor import ChangeExecutor
from tests.fakes.kube_setup import TOKEN, connector, kubeconfig
from tests.fakes.simulated_lab import SimulatedLab

VIEWER_TOKEN = "viewer-of-the-lab"
Found = TypeVar("Found")


@dataclass
class ClusterLab:
    """Store and clock belong to the runtime's loop: touch them inside of what ``run`` runs."""

    runtime: Runtime
    lab: SimulatedLab
    connector: KubernetesConnector
    viewer: KubernetesConnector

    @property
    def executor(self) -> ChangeExecutor:
        """What changes the cluster."""
        found = self.connector.offers(ChangeExecutor)
        assert found is not None
        return found

    def run(self, work: Awaitable[Found]) -> Found:
        """Run a coroutine on the loop that owns everything."""
        return self.runtime.run(_awaited(work), 60)

    def pass_by(self, seconds: int = 20) -> Callable[[], None]:
        """Return what lets simulated seconds pass."""
        return lambda: (self.lab.run(seconds, 5.0), None)[1]

    def get(self, resource: str, namespace: str, name: str) -> dict[str, Any]:
        """Return an object past the API."""
        return self.lab.store.get(resource, namespace, name)


async def _awaited(work: Awaitable[Found]) -> Found:
    return await work


@contextlib.contextmanager
def cluster_lab(folder: Path) -> Iterator[ClusterLab]:
    """A lab whose clock only tests turn, served on loopback on a runtime of its own."""
    stack = contextlib.AsyncExitStack()
    with contextlib.closing(Runtime()) as runtime:
        try:
            yield runtime.run(stack.enter_async_context(_served(runtime, folder)), 60)
        finally:
            runtime.run(stack.aclose(), 20)


@contextlib.asynccontextmanager
async def _served(runtime: Runtime, folder: Path) -> AsyncIterator[ClusterLab]:
    lab = SimulatedLab()
    lab.store.load(viewer_objects(["cell-tokyo"]))
    users = {TOKEN: User("lab-admin", (MASTERS,)), VIEWER_TOKEN: User(VIEWER)}
    server = KubernetesServer(lab.store, users, backend=NoBackend())
    url = await server.start()
    built = connector(runtime, folder, kubeconfig(url))
    (folder / "viewer").mkdir()
    viewer = connector(runtime, folder / "viewer", kubeconfig(url, user={"token": VIEWER_TOKEN}))
    for one in (built, viewer):
        await one.check()
    try:
        yield ClusterLab(runtime, lab, built, viewer)
    finally:
        await viewer.close()
        await built.close()
        await server.stop()
