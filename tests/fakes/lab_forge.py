"""A forge of the lab on loopback, and the real connector on it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from connectors.registry import CONNECTORS, BuildContext
from console.bootstrap import load_connectors
from console.domain.operation import Operation
from console.estate.schema.estate import Estate
from console.kernel.clock import SystemClock
from console.kernel.registry import load_all
from console.kernel.runtime import Runtime
from console.lab.lab_folder import LabFolder
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.lab_server import LAB_SERVERS, ServerContext
from console.lab.outside.repository_options import RepositoryOptions
from console.ports.change_executor import ChangeExecutor
from console.ports.forge import ForgeReader
from console.settings.network import Network
from tests.fakes.file_vault import FileVault

MONDAY_S = 1_795_395_600.0


class LabForge:
    """``estate`` is what the lab writes into its estate file; time goes on when ``pass_s`` says so."""

    def __init__(self, runtime: Runtime, folder: Path, kind: str) -> None:
        load_connectors(frozenset({kind}))
        load_all("console.lab.outside.kinds")
        self.now_s = MONDAY_S
        self.kind = kind
        self.runtime = runtime
        self.place = LabFolder.open(folder / "lab")
        world: Any = SimpleNamespace(blueprint=SimpleNamespace(cells=()))
        options = RepositoryOptions(cache=folder / "cache")
        told: list[str] = []
        context = ServerContext(world, lambda: self.now_s, self.place, told.append, options)
        self.server = LAB_SERVERS.get(kind).build(context)
        runtime.run(self.server.start(), 20)
        self.estate = Estate.model_validate({"name": "lab", **self.server.estate()})
        self._made: list[Any] = []

    def connect(self, **other: Any) -> Any:
        """Return a new connector; ``other`` replaces options."""
        section = "audit_services" if self.kind == "audit_service" else self.kind
        options = getattr(self.estate, section)[0].model_copy(update=other)
        network = Network(connect_timeout_s=5, read_timeout_s=10)
        folder = self.place.root
        context = BuildContext(self.runtime, FileVault(), SystemClock(), folder, self.estate, network)
        self._made.append(CONNECTORS.get(self.kind).build(options, context))
        return self._made[-1]

    def reader(self, **other: Any) -> ForgeReader:
        """Return the reader of a new connector."""
        found = self.connect(**other).offers(ForgeReader)
        assert found is not None
        return found

    def executor(self) -> ChangeExecutor:
        """Return the executor of a new connector."""
        found = self.connect().offers(ChangeExecutor)
        assert found is not None
        return found

    def project(self, path: str) -> LabProject:
        """Return a project as the server has it."""
        server: Any = self.server
        found: LabProject | None = server._projects.find(path)
        assert found is not None
        return found

    def newest_commit(self, path: str) -> str:
        """Return the id of the newest commit of the main branch, as the connector reads it."""
        return self.runtime.run(self.reader().commits(path, most=1))[0].sha

    def read_all(self, path: str) -> None:
        """Read everything that the port offers about a repository."""
        run, reader = self.runtime.run, self.reader()
        branches = run(reader.branches(path))
        run(reader.commits(path))
        run(reader.compare(path, "main", next(one.name for one in branches if one.name != "main")))
        run(reader.statuses(path, branches[0].sha))
        for read in (
            reader.repository,
            reader.pull_requests,
            reader.runs,
            reader.workflows,
            reader.webhooks,
            reader.issues,
        ):
            run(read(path))

    def apply(self, operation: Operation, executor: ChangeExecutor | None = None) -> Operation | None:
        """Preview and apply, by a new connector if none is given; return the inverse if it is known only now."""
        run, executor = self.runtime.run, executor or self.executor()
        return run(executor.apply(operation, run(executor.preview(operation)).base))

    def carry_out(self, *operations: Operation) -> None:
        """Apply and verify each, a little later once more; undo it where the inverse is known only afterwards."""
        for operation in operations:
            run, executor = self.runtime.run, self.executor()
            late = self.apply(operation, executor)
            run(executor.verify(operation))
            self.pass_s(3)
            run(executor.verify(operation))
            if late is not None:
                self.apply(late, executor)

    def pass_s(self, seconds: float) -> None:
        """Let time go on."""
        self.now_s += seconds

    def secret_file(self, name: str, text: str) -> str:
        """Return a reference to a new secret."""
        return f"file:{self.place.token_file(name, text)}"

    def close(self) -> None:
        """Release the connections and end the server."""
        for one in self._made:
            self.runtime.run(one.close(), 10)
        self.runtime.run(self.server.stop(), 10)
        self.place.close()


@contextmanager
def lab_forge(folder: Path, kind: str) -> Iterator[LabForge]:
    """Yield a forge of a kind, e.g. ``bitbucket``, on a runtime of its own."""
    with closing(Runtime()) as runtime, closing(LabForge(runtime, folder, kind)) as forge:
        yield forge
