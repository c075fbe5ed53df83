"""``cell-console repo`` on the forges of the real lab (proves G1.1)."""

import json
from pathlib import Path

import pytest
import yaml

from tests.fakes.git_client import GitClient
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome, start


def _repo(lab: LabForTests, *arguments: str) -> Outcome:
    return start(["--temp-profile", "--estate", str(lab.at.estate_file), "repo", *arguments])


@pytest.mark.parametrize(
    ("project", "provider", "path"),
    [
        ("web-front", "github", "newsletter/web-front"),
        ("bff", "gitlab", "newsletter/content/bff"),
        ("personalize", "bitbucket", "newsletter-lab/personalize"),
        ("delivery", "azure_devops", "Platform Services/delivery"),
    ],
)
def test_a_project_is_recognised_reached_and_its_rights_are_told(
    lab: LabForTests, project: str, provider: str, path: str
) -> None:
    ended = _repo(lab, "check", project, "-o", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert (told["provider"], told["repository"], told["branch"]) == (provider, path, "main")
    assert told["rights"] == "read, write, admin"


def test_what_the_forge_tells_is_what_git_has(lab: LabForTests, tmp_path: Path) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    token = Path(estate["github"][0]["token"].removeprefix("file:")).read_text()
    url = next(one["url"] for one in estate["projects"] if one["key"] == "web-front")
    git = GitClient(token)
    git.run("clone", "-q", url, str(tmp_path / "clone"))
    commits = json.loads(_repo(lab, "commits", "web-front", "--most", "5", "-o", "json").out)
    assert [one["sha"] for one in commits] == git.run("log", "-5", "--format=%H", folder=tmp_path / "clone").split()
    found = json.loads(_repo(lab, "compare", "web-front", "v1.1.0", "main", "-o", "json").out)
    listed = git.run("log", "--format=%H", "v1.1.0..main", folder=tmp_path / "clone").split()
    assert {one["sha"] for one in found["commits"]} == set(listed)
    assert found["behind"] == 0
    assert found["files"]


def test_lists_are_tables_with_a_head_and_say_what_is_there(lab: LabForTests) -> None:
    listed = _repo(lab, "list", "newsletter", "-c", "lab-gitlab")
    assert listed.code == 0, listed.err
    assert listed.out.splitlines()[0].split()[0] == "REPOSITORY"
    assert "newsletter/content/bff" in listed.out
    pulls = _repo(lab, "pulls", "bff", "-o", "csv")
    assert "→ main" in pulls.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "https://me:geheim@github.com/o/r"), 2, "contains credentials"),
        (("list", "-c", "lab-prometheus"), 2, "is no forge"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    lab: LabForTests, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ended = _repo(lab, *arguments)
    assert ended.code == code, ended.out
    assert words in ended.err
    assert "geheim" not in ended.err


def test_a_repository_that_is_not_there_ends_with_the_code_for_unreachable(lab: LabForTests) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    url = next(one["url"] for one in estate["projects"] if one["key"] == "web-front")
    ended = _repo(lab, "check", url.replace("web-front", "nothing"))
    assert ended.code == 3
    assert "Not Found" in ended.err


def test_an_address_that_would_run_a_program_runs_none(lab: LabForTests, tmp_path: Path) -> None:
    mark = tmp_path / "owned"
    assert _repo(lab, "branches", f"ssh://-oProxyCommand=touch%20{mark}/o/r").code == 2
    assert not mark.exists()
