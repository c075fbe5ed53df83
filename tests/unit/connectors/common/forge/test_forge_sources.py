"""What every forge lets observe over the estate's projects."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from connectors.common.forge.forge_sources import forge_sources
from connectors.common.forge.project_round import ProjectRound
from connectors.registry import BuildContext
from console.domain.event import ObjectsListed
from console.domain.forge.repository import Repository
from console.domain.resource import ResourceRef
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.manual_clock import ManualClock


@dataclass
class Reader:
    """A forge that knows some repositories; ``faults`` are told for those of that path."""

    faults: dict[str, ErrorKind] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def repository(self, path: str) -> Repository:
        self.asked.append(path)
        if path in self.faults:
            raise ConnectorError(self.faults[path], f"{path} cannot be read.")
        return Repository(ResourceRef("gh", "Repository", "", path), "main", "private", "", "")

    async def repositories(self, owner: str, most: int) -> tuple[Repository, ...]:
        return (await self.repository(f"seen/{owner or 'all'}-{most}"),)

    async def pull_requests(self, path: str) -> tuple[Any, ...]:
        return (await self.repository(path),)

    async def runs(self, path: str, most: int) -> tuple[Any, ...]:
        return (await self.repository(f"{path}#{most}"),)


def _sources(runtime: Runtime, reader: Reader, count: int, hourly: int = 5000) -> dict[str, Any]:
    projects = [{"key": f"p{n}", "url": f"https://github.com/o/p{n}"} for n in range(count)]
    estate = Estate.model_validate({"name": "e", "github": [{"key": "gh"}], "projects": projects})
    context = BuildContext(runtime, Any, ManualClock(), Path(), estate)  # type: ignore[arg-type]
    found = forge_sources(reader, estate.github[0], context, hourly=hourly)  # type: ignore[arg-type]
    return {source.topic: source for source in found}


async def _first_list(source: Any) -> ObjectsListed:
    events = source.observe()
    async for event in events:
        if isinstance(event, ObjectsListed):
            await events.aclose()
            return event
    raise AssertionError("nothing was listed")


def test_every_topic_reads_each_project_of_the_connection_once(runtime: Runtime) -> None:
    reader = Reader()
    sources = _sources(runtime, reader, 3)
    assert set(sources) == {"repositories", "pull-requests", "pipeline-runs"}
    rows = runtime.run(_first_list(sources["repositories"])).rows
    assert [row.ref.name for row in rows] == ["o/p0", "o/p1", "o/p2"]
    assert [row.ref.name for row in runtime.run(_first_list(sources["pipeline-runs"])).rows] == [
        "o/p0#10",
        "o/p1#10",
        "o/p2#10",
    ]


def test_a_project_that_cannot_be_read_is_a_row_that_says_why(runtime: Runtime) -> None:
    reader = Reader({"o/p1": ErrorKind.NOT_FOUND})
    rows: Any = runtime.run(_first_list(_sources(runtime, reader, 3)["repositories"])).rows
    assert [(row.ref.name, row.trouble) for row in rows][1] == ("o/p1", "o/p1 cannot be read.")
    assert rows[0].trouble == ""
    assert (rows[1].size_kb, rows[1].rights) == (None, ())


def test_without_projects_the_repositories_are_those_that_the_token_sees(runtime: Runtime) -> None:
    reader = Reader()
    assert [row.ref.name for row in runtime.run(_first_list(_sources(runtime, reader, 0)["repositories"])).rows] == [
        "seen/all-100"
    ]


@pytest.mark.parametrize(("count", "hourly", "pulls_s", "runs_s"), [(3, 5000, 120, 30), (500, 5000, 1440, 1440)])
def test_the_more_projects_the_less_often_each_is_read(
    runtime: Runtime, count: int, hourly: int, pulls_s: float, runs_s: float
) -> None:
    # three topics never take more than three quarters of what an hour allows
    sources = _sources(runtime, Reader(), count, hourly)
    assert (sources["pull-requests"]._poll_s, sources["pipeline-runs"]._poll_s) == (pulls_s, runs_s)
    assert sum(count * 3600 / source._poll_s for source in sources.values()) <= hourly * 0.76


@pytest.mark.parametrize("kind", [ErrorKind.AUTH, ErrorKind.THROTTLED, ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT])
def test_a_fault_of_the_whole_forge_is_no_matter_of_one_project(runtime: Runtime, kind: ErrorKind) -> None:
    reader = Reader({"b": kind})
    with pytest.raises(ConnectorError) as fault:
        runtime.run(ProjectRound(("a", "b", "c")).rows(reader.pull_requests, lambda _path, _fault: ()))
    assert fault.value.kind is kind


def test_of_many_projects_only_a_few_are_asked_at_once(runtime: Runtime) -> None:
    import asyncio

    busy: list[int] = [0, 0]

    async def read(_path: str) -> tuple[str, ...]:
        busy[0] += 1
        busy[1] = max(busy)
        await asyncio.sleep(0)
        busy[0] -= 1
        return ("row",)

    assert len(runtime.run(ProjectRound([str(n) for n in range(200)]).rows(read))) == 200
    assert 2 <= busy[1] <= 6


def test_when_no_project_can_be_read_the_reason_of_the_first_is_told(runtime: Runtime) -> None:
    reader = Reader({"a": ErrorKind.FORBIDDEN, "b": ErrorKind.NOT_FOUND})
    with pytest.raises(ConnectorError, match="a cannot be read"):
        runtime.run(ProjectRound(("a", "b")).rows(reader.pull_requests))
    assert runtime.run(ProjectRound(("a", "c")).rows(reader.pull_requests))
