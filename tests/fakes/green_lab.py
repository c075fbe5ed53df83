"""A simulated lab whose services of carbon intensity and cost really listen, and connectors to them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.registry import CONNECTORS, BuildContext
from console.bootstrap import load_connectors
from console.estate.schema.estate import Estate
from console.kernel.clock import Clock
from console.kernel.runtime import Runtime
from console.lab.lab_folder import LabFolder
from console.lab.outside.carbon.carbon_server import CarbonServer
from console.lab.outside.lab_server import ServerContext
from console.lab.outside.opencost.opencost_server import OpenCostServer
from console.settings.network import Network
from tests.fakes.file_vault import FileVault
from tests.fakes.manual_clock import ManualClock
from tests.fakes.simulated_lab import SimulatedLab


class GreenLab:
    """``entries`` are the estate's by key, ``lab`` the world behind, ``clock`` the connectors' (set to the lab's)."""

    def __init__(self, runtime: Runtime, folder: Path, lab: SimulatedLab, sections: dict[str, Any]) -> None:
        self.runtime = runtime
        self.lab = lab
        self.sections = sections
        self.clock = ManualClock(datetime.fromtimestamp(lab.now_s, UTC))
        self._folder = folder
        self._made: list[Any] = []
        self.entries = {entry["key"]: (section, entry) for section in sections for entry in sections[section]}

    def estate(self) -> Estate:
        """The lab's cells as an estate has them."""
        cells = [
            {
                "key": cell.name, "kind": cell.kind, "cluster": "lab", "zone": cell.zone, "region": cell.region,
                "selectors": {"namespaces": [cell.namespace]},
            }
            for cell in self.lab.world.blueprint.cells
        ]  # fmt: skip
        return Estate.model_validate({"name": "lab", "clusters": [{"key": "lab"}], "cells": cells, **self.sections})

    def connect(self, key: str, *, clock: Clock | None = None, **other: Any) -> Any:
        """Return the real connector of an entry; ``other`` replaces options."""
        section, entry = self.entries[key]
        kind = {"carbon": "carbon", "opencost": "opencost"}[section]
        load_connectors(frozenset({kind}))
        found = CONNECTORS.get(kind)
        options = found.options.model_validate({**entry, **other})
        network = Network(connect_timeout_s=2, read_timeout_s=5)
        context = BuildContext(
            self.runtime, FileVault(), clock or self.clock, self._folder, self.estate(), network=network
        )
        self._made.append(found.build(options, context))
        return self._made[-1]

    def close(self) -> None:
        """Release what was connected."""
        for connector in self._made:
            self.runtime.run(connector.close(), 10)


@contextmanager
def green_lab(folder: Path) -> Iterator[GreenLab]:
    """Start the servers on a lab of the default size, and a runtime for them."""
    with closing(Runtime()) as runtime:
        yield from _on(runtime, folder)


def _on(runtime: Runtime, folder: Path) -> Iterator[GreenLab]:
    lab = SimulatedLab()
    lab.run(3)
    place = LabFolder.open(folder / "lab")
    context = ServerContext(lab.world, lambda: lab.now_s, place, lambda _sentence: None)
    servers = (CarbonServer(context), OpenCostServer(context))
    for server in servers:
        runtime.run(server.start(), 10)
    runtime.run(_start_pool(runtime), 10)
    sections: dict[str, Any] = {}
    for server in servers:
        for section, entries in server.estate().items():
            sections.setdefault(section, []).extend(entries)
    found = GreenLab(runtime, folder, lab, sections)
    try:
        yield found
    finally:
        found.close()
        for server in servers:
            runtime.run(server.stop(), 10)
        place.close()


async def _start_pool(runtime: Runtime) -> None:
    """Start the thread that reads secrets: it belongs to this lab, not to the first test that needs it."""
    await runtime.in_thread(lambda: None)
