"""The lab's Grafana with a connector on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from console.kernel.runtime import Runtime
from console.lab.lab_folder import LabFolder
from console.lab.outside.grafana.grafana_server import GrafanaServer
from console.lab.outside.lab_server import ServerContext
from console.lab.simulator.controls import Faults
from console.lab.world.world import World


@contextmanager
def lab_grafana(runtime: Runtime, folder: Path, now_s: float) -> Iterator[tuple[GrafanaServer, dict[str, Any]]]:
    """Yield a running server and its entry of the estate file; of the world it needs only what is broken."""
    lab_folder = LabFolder.open(folder / "lab")
    world = cast("World", SimpleNamespace(faults=Faults()))
    server = GrafanaServer(ServerContext(world, lambda: now_s, lab_folder, print))
    runtime.run(server.start())
    try:
        yield server, dict(server.estate()["grafana"][0])
    finally:
        runtime.run(server.stop())
        lab_folder.close()
