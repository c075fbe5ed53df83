"""The outside servers of one lab, started together."""

from console.kernel.errors import ConsoleError
from console.kernel.gathered import all_settled, gathered
from console.kernel.registry import load_all
from console.lab.outside.lab_server import LAB_SERVERS, LabServer, Sections, ServerContext


class OutsideServers:
    """Starts every declared server; one that cannot start is told and left out, the others go on."""

    def __init__(self, context: ServerContext) -> None:
        load_all("console.lab.outside.kinds")
        self._context = context
        self._servers = {kind.key: kind.build(context) for kind in LAB_SERVERS}
        self._running: list[LabServer] = []

    async def start(self) -> None:
        """Start all at once."""
        await gathered(*(self._start(key, server) for key, server in self._servers.items()))

    async def _start(self, key: str, server: LabServer) -> None:
        try:
            await server.start()
        except ConsoleError as error:
            self._context.report(f"{key}: {error}")
        else:
            self._running.append(server)

    async def stop(self) -> None:
        """End all. Safe when nothing was started."""
        await all_settled(*(server.stop() for server in self._servers.values()))

    def estate(self) -> Sections:
        """Return the estate entries of all that run."""
        found: dict[str, list[object]] = {}
        for server in self._running:
            for section, entries in server.estate().items():
                found.setdefault(section, []).extend(entries)
        return found  # type: ignore[return-value]  # lists of mappings, as the servers promise
