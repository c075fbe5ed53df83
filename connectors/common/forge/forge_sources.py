"""What every forge lets observe: the estate's repositories, their open pull requests and CI runs."""

from collections.abc import Awaitable, Callable, Sequence

from connectors.common.connection_health import ConnectionHealth
from connectors.common.forge.project_round import ProjectRound
from connectors.common.poll_source import PollSource
from connectors.registry import BuildContext
from console.domain.event import ObjectRow
from console.domain.forge.repository import Repository
from console.domain.resource import ResourceRef
from console.estate.forge_place import forge_places
from console.estate.schema.git_provider import Forge
from console.kernel.errors import ConnectorError
from console.ports.forge import ForgeReader

_REPOSITORIES_S, _PULLS_S, _RUNS_S = 300.0, 120.0, 30.0
_SHARE = 0.25  # of the requests that an hour allows, for each topic: the rest is for the user
_MOST_RUNS = 10
_MOST_SEEN = 100


def forge_sources(reader: ForgeReader, options: Forge, context: BuildContext, *, hourly: int) -> tuple[PollSource, ...]:
    """Return the sources of one connection; ``hourly`` is how many requests an hour the forge allows.

    The more projects, the less often each is read. Without projects the repositories are those that the token sees.
    """
    places = tuple(forge_places(context.estate, options.key)) if context.estate is not None else ()
    paths = tuple(dict.fromkeys(place.repository.path for place in places))
    projects = ProjectRound(paths)
    health = ConnectionHealth(options.key, options.connector, context.clock)

    async def repository(path: str) -> Sequence[ObjectRow]:
        return (await reader.repository(path),)

    def unread(path: str, fault: ConnectorError) -> Sequence[ObjectRow]:
        ref = ResourceRef(options.key, "Repository", "", path)
        return (Repository(ref, "", "", "", "", trouble=fault.message),)

    async def repositories() -> Sequence[ObjectRow]:
        return await projects.rows(repository, unread) if paths else await reader.repositories("", _MOST_SEEN)

    async def pulls() -> Sequence[ObjectRow]:
        return await projects.rows(reader.pull_requests)

    async def runs() -> Sequence[ObjectRow]:
        return await projects.rows(lambda path: reader.runs(path, _MOST_RUNS))

    def source(topic: str, read: Callable[[], Awaitable[Sequence[ObjectRow]]], least_s: float) -> PollSource:
        poll_s = max(least_s, len(paths) * 3600.0 / (hourly * _SHARE)) * context.poll_factor
        return PollSource(options.key, topic, read, health=health, clock=context.clock, poll_s=poll_s)

    return (
        source("repositories", repositories, _REPOSITORIES_S),
        source("pull-requests", pulls, _PULLS_S),
        source("pipeline-runs", runs, _RUNS_S),
    )
