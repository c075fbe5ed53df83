"""Clone, fetch and push with the real git command against the lab's forges, and what their webhooks hear of it."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.domain.forge.pipeline_run import RunState
from console.domain.operations.create_webhook import CreateWebhook
from console.lab.outside.forge import hook as hooks
from tests.fakes.git_client import GitClient
from tests.fakes.hook_receiver import HookReceiver, hook_receiver
from tests.fakes.lab_forge import LabForge, lab_forge
from tests.fakes.waiting import wait_until

EVENTS = {"github": ("X-GitHub-Event", "push"), "gitlab": ("X-Gitlab-Event", "Push Hook")}


@pytest.fixture(params=["github", "gitlab"])
def forge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LabForge]:
    """One forge of the lab."""
    with lab_forge(tmp_path, request.param) as found:
        yield found


@pytest.fixture
def receiver(forge: LabForge, monkeypatch: pytest.MonkeyPatch) -> Iterator[HookReceiver]:
    """Where webhooks are delivered; refused ones are tried again at once."""
    monkeypatch.setattr(hooks, "_FIRST_WAIT_S", 0.01)
    with hook_receiver(forge.runtime) as found:
        yield found


def _first(forge: LabForge) -> tuple[str, str, str]:
    """Return the address, the path and the token of a project."""
    options = getattr(forge.estate, forge.kind)[0]
    server: Any = forge.server
    project = next(iter(server._projects))
    return forge.estate.projects[0].url, project.path, Path(options.token.removeprefix("file:")).read_text()


def test_a_clone_has_the_history_that_the_api_tells(forge: LabForge, tmp_path: Path) -> None:
    url, path, token = _first(forge)
    git = GitClient(token)
    git.run("clone", "-q", url, str(tmp_path / "clone"))
    told = git.run("log", "--format=%H", "-5", folder=tmp_path / "clone").split()
    assert [one.sha for one in forge.runtime.run(forge.reader().commits(path, most=5))] == told
    branches = {one.name for one in forge.runtime.run(forge.reader().branches(path))}
    assert branches == {
        line.strip().removeprefix("origin/")
        for line in git.run("branch", "-r", "--format=%(refname:lstrip=2)", folder=tmp_path / "clone").splitlines()
        if "HEAD" not in line and line.strip() != "origin"
    }


def test_a_partial_clone_leaves_the_files_with_the_server(forge: LabForge, tmp_path: Path) -> None:
    url, _, token = _first(forge)
    git = GitClient(token)
    git.run("clone", "-q", "--bare", "--filter=blob:none", url, str(tmp_path / "clone.git"))
    kinds = git.run("cat-file", "--batch-check", "--batch-all-objects", "--unordered", folder=tmp_path / "clone.git")
    assert " commit " in kinds
    assert " blob " not in kinds


@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_the_token_nothing_is_served(forge: LabForge, tmp_path: Path, token: str) -> None:
    url, _, _ = _first(forge)
    complaint = GitClient(token).run("clone", "-q", url, str(tmp_path / "clone"), fails=True)
    assert "could not read Username" in complaint


def test_a_repository_that_is_not_there_is_not_found(forge: LabForge, tmp_path: Path) -> None:
    url, _, token = _first(forge)
    odd = url.replace(".git", "-no.git")
    assert "not found" in GitClient(token).run("clone", "-q", odd, str(tmp_path / "clone"), fails=True)


def test_a_push_is_seen_by_the_api_starts_a_run_and_is_told_to_webhooks(
    forge: LabForge, receiver: HookReceiver, tmp_path: Path
) -> None:
    # proves G1.6 for what arrives: a push event, delivered again after a refusal
    url, path, token = _first(forge)
    run, reader = forge.runtime.run, forge.reader()
    secret = forge.secret_file("hook", "shh")
    operation = CreateWebhook(f"lab-{forge.kind}", path, receiver.url, ("push",), secret)
    forge.apply(operation)
    receiver.answers = [500, 503]
    git, clone = GitClient(token), tmp_path / "clone"
    git.run("clone", "-q", url, str(clone))
    sha = git.commit(clone, "new.txt", "hello", "feat: something new")
    git.run("push", "-q", "origin", "HEAD:refs/heads/topic", folder=clone)
    git.run("fetch", "-q", folder=clone)
    assert git.run("rev-parse", "origin/topic", folder=clone).strip() == sha
    assert next(one.sha for one in run(reader.branches(path)) if one.name == "topic") == sha
    newest = run(reader.runs(path, 1))[0]
    assert (newest.branch, newest.sha, newest.event, newest.state) == ("topic", sha, "push", RunState.QUEUED)
    header, event = EVENTS[forge.kind]
    wait_until(lambda: len(receiver.named(header, event)) >= 1 and not receiver.answers)
    headers, body = receiver.named(header, event)[-1]
    told = json.loads(body)
    assert (told["ref"], told["after"]) == ("refs/heads/topic", sha)
    _check_signature(forge.kind, headers, body)


def _check_signature(kind: str, headers: dict[str, str], body: bytes) -> None:
    if kind == "gitlab":
        assert headers["X-Gitlab-Token"] == "shh"
        return
    assert headers["X-Hub-Signature-256"] == f"sha256={hmac.new(b'shh', body, hashlib.sha256).hexdigest()}"


def test_a_push_to_an_old_head_is_rejected_by_git(forge: LabForge, tmp_path: Path) -> None:
    url, path, token = _first(forge)
    git, clone = GitClient(token), tmp_path / "clone"
    git.run("clone", "-q", url, str(clone))
    git.run("reset", "-q", "--hard", "HEAD~3", folder=clone)
    git.commit(clone, "new.txt", "hello", "feat: too late")
    assert "rejected" in git.run("push", "-q", "origin", "main", folder=clone, fails=True)
    assert forge.runtime.run(forge.reader().commits(path, most=1))[0].subject != "feat: too late"
