"""Projects are proposed from what a forge lists, with reasons, and added to the estate's text. Proves G1.1."""

from pathlib import Path

import pytest

from console.domain.forge.repository import Repository
from console.domain.resource import ResourceRef
from console.estate.load import parse_estate
from console.estate.project_import import Candidate, ProjectProposal, propose_projects, with_projects
from console.estate.schema.estate import Estate
from console.kernel.errors import UserError
from console.services.project_file import add_projects

TEXT = """# ours
name: shop
github:
  - key: hub
    url: https://api.github.com
projects:
  - key: api  # the first
    url: https://github.com/acme/api.git
# people
teams:
  - key: core
"""


def _repository(path: str, **changes: object) -> Repository:
    facts: dict[str, object] = {
        "default_branch": "main", "visibility": "public", "clone_url": f"https://github.com/{path}.git",
        "web_url": f"https://github.com/{path}", "language": "Python", "rights": ("read",),
    }  # fmt: skip
    return Repository(ResourceRef("hub", "Repository", "", path), **{**facts, **changes})  # type: ignore[arg-type]


def _proposed(estate: Estate, listed: list[Repository], team: str = "") -> tuple[ProjectProposal, ...]:
    return propose_projects(estate, [Candidate("hub", one, team) for one in listed])


def test_what_can_be_audited_is_proposed_and_the_rest_says_why_not() -> None:
    estate = parse_estate(TEXT, "estate")
    found = _proposed(
        estate,
        [
            _repository("acme/web"),
            _repository("Acme/API"),
            _repository("acme/old", archived=True),
            _repository("acme/closed", rights=("none",)),
            _repository("acme/empty", default_branch=""),
            _repository("acme/odd", trouble="the forge was silent"),
        ],
        team="core",
    )
    first = found[0].project
    assert first is not None
    assert (first.key, first.branch, first.provider, first.team) == ("web", "main", "hub", "core")
    assert found[0].reason == "public, Python, main"
    assert [one.why_not for one in found[1:]] == [
        "a project of the estate already", "archived", "the token may not read it", "empty: it has no branch",
        "the forge was silent",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("section", "named", "listed"),
    [
        ("github: [{key: hub}]", "git@github.com:Acme/api.git", "https://github.com/acme/api.git"),
        ("github: [{key: hub}]", "ssh://git@ssh.github.com:443/acme/api", "https://github.com/acme/api.git"),
        (
            "gitlab: [{key: hub, url: 'https://code.corp/api/v4', hosts: [ssh.corp]}]",
            "git@ssh.corp:g/s/api.git",
            "https://code.corp/g/s/api.git",
        ),
        (
            "azure_devops: [{key: hub, organization: org}]",
            "git@ssh.dev.azure.com:v3/org/p/r",
            "https://org@dev.azure.com/org/p/_git/r",
        ),
    ],
)
def test_a_repository_that_the_estate_names_by_ssh_is_not_proposed_again(section: str, named: str, listed: str) -> None:
    estate = parse_estate(f"name: shop\n{section}\nprojects:\n  - {{key: one, url: '{named}'}}\n", "estate")
    (found,) = _proposed(estate, [_repository("acme/api", clone_url=listed)])
    assert (found.is_known, found.why_not) == (True, "a project of the estate already")
    (other,) = _proposed(
        estate, [_repository("acme/api", clone_url=listed.replace("api", "api2").replace("/r", "/r2"))]
    )
    assert other.project is not None


def test_keys_are_free_ones() -> None:
    estate = parse_estate(TEXT, "estate")
    paths = ("acme/web", "other/web", "other/web_", "x/api")
    found = _proposed(estate, [_repository(one) for one in paths])
    assert [one.project.key for one in found if one.project] == ["web", "other-web", "other-web-2", "x-api"]


def test_hundreds_are_added_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text(TEXT)
    listed = [_repository(f"acme/p{number}") for number in range(300)]
    proposals = _proposed(parse_estate(TEXT, "estate"), listed)
    add_projects(file, [one.project for one in proposals if one.project])
    estate = parse_estate(file.read_text(), "estate")
    assert [one.key for one in estate.projects][:2] == ["api", "p0"]
    assert len(estate.projects) == 301
    assert file.read_text().startswith("# ours\n")
    assert "# people\nteams:" in file.read_text()
    assert file.with_name("estate.yaml.bak").read_text() == TEXT


def test_a_section_is_made_and_what_is_no_estate_is_refused() -> None:
    added = [one.project for one in _proposed(parse_estate(TEXT, "e"), [_repository("a/b")])]
    assert "projects:\n" in with_projects("name: shop\n", [one for one in added if one])
    with pytest.raises(UserError, match="no mapping"):
        with_projects("- a\n", [])
