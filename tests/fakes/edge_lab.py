"""A simulated lab whose Cloudflare really listens, and connectors to it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.registry import CONNECTORS, BuildContext
from console.bootstrap import load_connectors
from console.estate.schema.estate import Estate
from console.kernel.runtime import Runtime
from console.lab.edge.edge_account import EdgeAccount
from console.lab.lab_folder import LabFolder
from console.lab.outside.cloudflare.cloudflare_server import CloudflareServer
from console.lab.outside.lab_server import ServerContext
from console.lab.simulator.estate_state import EstateState
from console.settings.network import Network
from tests.fakes.file_vault import FileVault
from tests.fakes.manual_clock import ManualClock
from tests.fakes.simulated_lab import SimulatedLab

CONNECTION = "lab-cloudflare"


class EdgeLab:
    """``lab`` is the world behind, ``clock`` the connectors' (set to the lab's), ``estate`` what the lab writes."""

    def __init__(self, runtime: Runtime, folder: Path) -> None:
        load_connectors(frozenset({"cloudflare"}))
        self.runtime = runtime
        self.lab = SimulatedLab()
        self.clock = ManualClock(datetime.fromtimestamp(self.lab.now_s, UTC))
        self.place = LabFolder.open(folder / "lab")
        self.told: list[str] = []
        context = ServerContext(self.lab.world, lambda: self.lab.now_s, self.place, self.told.append)
        self.server = CloudflareServer(context)
        runtime.run(self.server.start(), 20)
        self.estate = Estate.model_validate({"name": "lab", **_known(self.server.estate())})
        self._made: list[Any] = []
        runtime.run(self.connect().check(), 20)  # what the runtime starts for secrets belongs to the fixture

    @property
    def edge(self) -> EdgeAccount:
        """The account that the server shows."""
        return self.lab.world.edge

    def pass_s(self, seconds: int, step_s: float = 1.0) -> EstateState:
        """Let time pass in the lab and for the connectors."""
        self.clock.advance(seconds)
        return self.lab.run(seconds, step_s)

    def connect(self, **other: Any) -> Any:
        """Return a new connector; ``other`` replaces options."""
        options = self.estate.cloudflare[0].model_copy(update=other)
        network = Network(connect_timeout_s=5, read_timeout_s=10)
        context = BuildContext(self.runtime, FileVault(), self.clock, self.place.root, self.estate, network)
        self._made.append(CONNECTORS.get("cloudflare").build(options, context))
        return self._made[-1]

    def read(self, connector: Any, topic: str) -> tuple[Any, ...]:
        """Return the rows of a topic as its source would list them now; raises ``ConnectorError``."""
        source = next(one for one in connector.sources() if one.topic == topic)
        rows: tuple[Any, ...] = tuple(self.runtime.run(source._read(), 20))
        return rows

    def close(self) -> None:
        """End connectors and server."""
        for one in self._made:
            self.runtime.run(one.close(), 10)
        self.runtime.run(self.server.stop(), 10)
        self.place.close()


def _known(sections: Any) -> dict[str, Any]:
    """Return what stands alone; routers and models need the cells of the whole estate."""
    return {name: list(entries) for name, entries in sections.items() if name == "cloudflare"}


@contextmanager
def edge_lab(folder: Path) -> Iterator[EdgeLab]:
    """Start one on a runtime of its own, and end both."""
    with closing(Runtime()) as runtime, closing(EdgeLab(runtime, folder)) as lab:
        yield lab
