"""Repositories of a forge or of a list become proposed projects with settings and reasons. Proves G1.1."""

from pathlib import Path

import pytest

from console.audits.repository.tree_sketch import tree_sketch
from console.domain.forge.repository import Repository
from console.domain.resource import ResourceRef
from console.estate.load import parse_estate
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.runtime import Runtime
from console.services.audits.project_registry import ProjectRegistry, RegistryProposal
from console.services.audits.repository_list import ListedRepository
from console.services.project_file import add_projects, drafted_projects, write_draft
from tests.fakes.git_client import GitClient
from tests.fakes.manual_clock import ManualClock
from tests.fakes.prometheus_connection import FixedVault

ESTATE = """name: shop
github:
  - key: hub
    url: https://api.github.com
teams:
  - key: core
"""


class Reader:
    """A forge with the repositories that a test gives it."""

    def __init__(self, *known: Repository) -> None:
        self._known = {one.ref.name: one for one in known}

    async def repositories(self, owner: str, most: int = 1000) -> tuple[Repository, ...]:
        return tuple(one for path, one in self._known.items() if path.startswith(f"{owner}/"))[:most]

    async def repository(self, path: str) -> Repository:
        if path not in self._known:
            raise ConnectorError(ErrorKind.NOT_FOUND, "There is no such repository.")
        return self._known[path]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with code, tests and a pipeline."""
    folder = tmp_path_factory.mktemp("served")
    for path in ("src/shop.py", "tests/test_shop.py", ".github/workflows/ci.yml", "pyproject.toml"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("x = 1\n")
    client = GitClient()
    client.run("init", "--quiet", "--initial-branch=trunk", folder=folder)
    client.run("add", ".", folder=folder)
    client.run("commit", "--quiet", "-m", "begin", folder=folder)
    client.run("config", "uploadpack.allowFilter", "true", folder=folder)
    return folder


def repository(path: str, url: str, clock: ManualClock, days: float = 0.0) -> Repository:
    pushed_s = clock.now().timestamp() - days * 86_400
    ref = ResourceRef("hub", "Repository", "", path)
    return Repository(ref, "trunk", "private", url, url, language="Python", rights=("read",), pushed_at_s=pushed_s)


def registry(runtime: Runtime, clock: ManualClock, reader: Reader) -> ProjectRegistry:
    readers = {"hub": reader}
    return ProjectRegistry(runtime, clock, parse_estate(ESTATE, "e"), FixedVault(), readers.get)  # type: ignore[arg-type]


def test_an_owners_repositories_are_looked_into(runtime: Runtime, served: Path, tmp_path: Path) -> None:
    clock = ManualClock()
    gone = (tmp_path / "gone").as_uri()
    forge = Reader(repository("core/shop", served.as_uri(), clock, 40), repository("core/lost", gone, clock))
    made = registry(runtime, clock, forge)

    async def asked() -> tuple[RegistryProposal, ...]:
        return await made.proposals(await made.owned("hub", "core", 10))

    shop, lost = runtime.run(asked(), 30)
    assert shop.structure is not None
    assert (shop.structure.sources, shop.structure.tests, shop.structure.pipelines) == (1, 1, ("github",))
    assert shop.proposal.project is not None
    assert (shop.proposal.project.team, shop.proposal.project.every_hours) == ("core", 168.0)
    assert {one.setting: one.reason for one in shop.settings}.keys() == {"every_hours", "team"}
    assert lost.structure is None
    assert "git clone failed" in lost.trouble
    with pytest.raises(UserError, match="is no forge"):
        runtime.run(made.owned("none", "core", 10), 5)


def test_a_list_asks_forges_where_it_can_and_git_elsewhere(runtime: Runtime, served: Path) -> None:
    clock = ManualClock()
    made = registry(runtime, clock, Reader(repository("acme/web", served.as_uri(), clock)))
    entries = (
        ListedRepository("git@github.com:acme/web.git", "front", "core", "trunk"),
        ListedRepository("https://github.com/acme/none"),
        ListedRepository(served.as_uri(), branch="trunk"),
        ListedRepository("ext::sh -c id"),
    )

    async def asked() -> tuple[RegistryProposal, ...]:
        return await made.proposals(await made.listed(entries), looks=False)

    web, none, file, hostile = runtime.run(asked(), 30)
    assert web.proposal.project is not None
    assert (web.proposal.project.key, web.proposal.project.provider) == ("front", "hub")
    assert none.proposal.why_not == "There is no such repository."
    assert file.proposal.project is None, "the same address as the first: already there"
    assert hostile.proposal.project is None
    alone = runtime.run(made.listed(entries[2:3]), 30)
    (found,) = runtime.run(made.proposals(alone), 30)
    assert found.proposal.project is not None
    assert (found.proposal.project.provider, found.proposal.project.branch) == (None, "trunk")


def test_a_draft_is_edited_before_it_is_added(runtime: Runtime, served: Path, tmp_path: Path) -> None:
    clock = ManualClock()
    made = registry(runtime, clock, Reader(repository("core/shop", served.as_uri(), clock)))
    (found,) = runtime.run(made.proposals(runtime.run(made.owned("hub", "core", 9), 30)), 30)
    project = found.proposal.project
    assert project is not None
    estate_file, draft = tmp_path / "estate.yaml", tmp_path / "draft.yaml"
    estate_file.write_text(ESTATE)
    write_draft(draft, [(project, ["because\n- key: evil"]), (project.model_copy(update={"key": "two"}), [])])
    text = draft.read_text()
    assert "  # because" in text
    draft.write_text(text.replace("every_hours: 24.0", "every_hours: 6"))
    add_projects(estate_file, drafted_projects(draft, parse_estate(ESTATE, "e")))
    estate = parse_estate(estate_file.read_text(), "e")
    assert [(one.key, one.every_hours) for one in estate.projects] == [("shop", 6.0), ("two", 6.0)]
    with pytest.raises(UserError, match="two projects with the key shop"):
        drafted_projects(draft, estate)
    draft.write_text(text.replace("every_hours: 24.0", "every_hours: often", 1))
    with pytest.raises(UserError, match="Project 1, every_hours"):
        drafted_projects(draft, parse_estate(ESTATE, "e"))
    with pytest.raises(UserError, match="could not be written"):
        write_draft(draft, [])


def test_what_git_fetches_for_a_sketch_has_no_contents(served: Path, tmp_path: Path) -> None:
    found = tree_sketch(str(served))
    assert found.branch == "trunk"
    assert "src/shop.py" in found.files
    empty = tmp_path / "empty"
    GitClient().run("init", "--quiet", str(empty))
    with pytest.raises(UserError, match="is empty"):
        tree_sketch(str(empty))
