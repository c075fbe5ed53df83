"""A push with the real git to each forge of the lab, from the message that is believed to the end of its run."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from console.domain.operations.create_webhook import CreateWebhook
from console.domain.webhook.delivery import Delivery
from console.domain.webhook.signature import judge
from console.domain.webhook.verdict import Verdict
from console.services.webhooks.push_payload import pushes_of
from tests.fakes.fault_server import Asked, FaultServer, answering
from tests.fakes.git_client import GitClient
from tests.fakes.lab_forge import LabForge, lab_forge
from tests.fakes.waiting import wait_until

SECRET = "a-long-webhook-secret"
EVENT_KEYS = {"github": "push", "gitlab": "Push Hook", "bitbucket": "repo:push", "azure_devops": "git.push"}


@pytest.fixture(params=sorted(EVENT_KEYS))
def forge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LabForge]:
    """A forge of the lab."""
    with lab_forge(tmp_path, request.param) as found:
        yield found


def _about(receiver: FaultServer, sha: str) -> list[Asked]:
    return [one for one in receiver.asked if sha.encode() in one.body]


def _push(forge: LabForge, url: str, folder: Path) -> str:
    """Push a commit as a new branch, after a stranger could not even read, and return its id."""
    options = getattr(forge.estate, forge.kind)[0]
    GitClient("not-the-token").run("clone", "-q", url, str(folder), fails=True)
    git = GitClient(Path(options.token.removeprefix("file:")).read_text())
    git.run("clone", "-q", url, str(folder))
    sha = git.commit(folder, "news.txt", "news", "feat: news")
    git.run("push", "-q", "origin", "HEAD:topic/news", folder=folder)
    return sha


def test_a_push_becomes_a_commit_a_run_and_a_message_that_the_console_believes(forge: LabForge, tmp_path: Path) -> None:
    # proves G1.6 (the forge's side)
    run, reader = forge.runtime.run, forge.reader()
    project = forge.estate.projects[0]
    path = next(one.ref.name for one in run(reader.repositories("")) if one.ref.name.endswith(f"/{project.key}"))
    assert path.partition("/")[2] in unquote(project.url)
    with FaultServer(forge.runtime, answering(200)) as receiver:
        connection = getattr(forge.estate, forge.kind)[0].key
        operation = CreateWebhook(
            connection, path, f"{receiver.url}/hook", ("push",), forge.secret_file("hook", SECRET)
        )
        forge.apply(operation)
        sha = _push(forge, project.url, tmp_path / "clone")
        wait_until(lambda: _about(receiver, sha), 10, "the webhook")  # GitHub says hello before
        [told] = _about(receiver, sha)
        delivery = Delivery(told.headers, told.body)
    assert judge(forge.kind, delivery, SECRET, 0.0) is Verdict.GENUINE
    assert judge(forge.kind, delivery, "another-secret", 0.0) is Verdict.FORGED
    [push] = pushes_of(forge.kind, EVENT_KEYS[forge.kind], connection, delivery, 0.0)
    assert (push.repository, push.branch, push.before, push.after) == (path, "topic/news", "", sha)
    assert run(reader.commits(path, "topic/news", most=1))[0].subject == "feat: news"
    [started] = [one for one in run(reader.runs(path)) if one.branch == "topic/news"]
    assert (started.event, started.sha, started.state) == ("push", sha, "queued")
    forge.pass_s(10)
    assert next(one for one in run(reader.runs(path)) if one.ref == started.ref).state == "running"
    forge.pass_s(300)
    ended = next(one for one in run(reader.runs(path)) if one.ref == started.ref)
    assert ended.state in {"succeeded", "failed"}
    assert ended.took_s is not None
    assert 60 <= ended.took_s <= 130
