"""Audits in the CI of the four forges: dispatched, followed, fetched, cancelled, found again. Proves G1.5."""

import asyncio
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from msgspec.structs import replace

from connectors.github import connector as github
from connectors.github.audit_pipeline import GitHubAuditPipeline
from console.audits.sarif_reading import read_report
from console.domain.audit.audit_batch import AuditShard, ShardState, batches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask, task_id
from console.kernel.errors import ChangeRefused, ConnectorError
from console.ports.audit_dispatcher import AuditDispatcher
from console.services.audits.project_orders import forge_login
from console.services.audits.shard_run import run_shard
from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.dispatched_batch import hand_over, wait_over
from tests.fakes.fault_server import Asked, FaultServer, answering, response
from tests.fakes.file_vault import FileVault
from tests.fakes.lab_forge import MONDAY_S, LabForge, lab_forge

FORGES = ("github", "gitlab", "bitbucket", "azure_devops")
OWN = Path(__file__).resolve().parents[1] / "data" / "contracts"
AUDITS = (AuditName.SAGES,)


@pytest.fixture(params=FORGES)
def forge(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LabForge]:
    monkeypatch.setattr(github, "WRITE_PACE_S", 0.0)
    monkeypatch.setattr("connectors.common.forge.ci_place._WAIT_S", 0.2)
    with lab_forge(tmp_path, request.param) as found:
        yield found


def contract_of(shared: Path, kind: str) -> Contract:
    """The forge's own descriptions, and ours of the parts that are not in them."""
    theirs = {
        "github": ("github.json",),
        "gitlab": ("gitlab.json",),
        "bitbucket": (),
        "azure_devops": tuple(one.name for one in sorted((shared / "contracts").glob("azure-devops-*.json"))),
    }[kind]
    ours = {
        "github": ("github-artifacts", "github-owners"),
        "gitlab": ("gitlab-artifacts", "gitlab-more"),
        "bitbucket": ("bitbucket", "bitbucket-audits"),
        "azure_devops": ("azure-devops-artifacts", "azure-devops-more"),
    }[kind]
    files = (*(shared / "contracts" / one for one in theirs), *(OWN / f"{one}.json" for one in ours))
    return Contract(files, {"github": "/api/v3", "bitbucket": "/2.0"}.get(kind, ""))


def shard_of(forge: LabForge, number: int, commit: str = "") -> AuditShard:
    """One of the forge's own projects, cloned with the estate's token."""
    project = forge.estate.projects[number]
    options = getattr(forge.estate, forge.kind)[0]
    reader = forge.reader()
    path = next(
        one.ref.name
        for one in forge.runtime.run(reader.repositories(""))
        if one.clone_url.lower() == project.url.lower()
    )
    sha = commit or forge.newest_commit(path)
    login = forge_login(forge.estate, project, forge.place.root)
    assert login is not None
    name = task_id(project.url, sha, AUDITS, "test", now_s=MONDAY_S)
    task = AuditTask(name, project.key, project.url, "", sha, AUDITS, OPEN_SOURCE)
    return AuditShard(task, MONDAY_S, login.user, options.key)


USED = {
    "github": {
        "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
        "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
        "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
        "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
        "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel",
    },
    "gitlab": {
        "POST /api/v4/projects/{id}/pipeline",
        "GET /api/v4/projects/{id}/pipelines",
        "GET /api/v4/projects/{id}/pipelines/{pipeline_id}/jobs",
        "GET /api/v4/projects/{id}/jobs/{job_id}/artifacts/results/{file}",
        "POST /api/v4/projects/{id}/pipelines/{pipeline_id}/cancel",
    },
    "bitbucket": {
        "POST /repositories/{workspace}/{repo_slug}/pipelines",
        "GET /repositories/{workspace}/{repo_slug}/pipelines/{pipeline_uuid}",
        "GET /repositories/{workspace}/{repo_slug}/downloads",
        "GET /repositories/{workspace}/{repo_slug}/downloads/{filename}",
        "POST /repositories/{workspace}/{repo_slug}/pipelines/{pipeline_uuid}/stopPipeline",
    },
    "azure_devops": {
        "POST /{organization}/{project}/_apis/pipelines/{pipelineId}/runs",
        "GET /{organization}/{project}/_apis/build/builds",
        "GET /{organization}/{project}/_apis/build/builds/{buildId}/artifacts",
        "PATCH /{organization}/{project}/_apis/build/builds/{buildId}",
    },
}


def test_a_dispatched_pipeline_finds_what_is_found_here_within_the_contract(
    forge: LabForge, shared_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = contract_of(shared_dir, forge.kind)
    violations = watch_all(monkeypatch, contract)
    good, bad = shard_of(forge, 0), shard_of(forge, 1, commit="f" * 40)
    (batch,) = batches_of([good, bad])
    run = forge.runtime.run
    dispatcher, executor = hand_over(forge, batch)
    assert run(executor.preview(dispatcher.submission(batch)), 20).satisfied, "it runs already"
    stand = wait_over(forge, dispatcher, batch)
    states = dict(zip(batch.tasks, stand.states, strict=True))
    assert states == {good.task.id: ShardState.DONE, bad.task.id: ShardState.FAILED}
    assert "left no result" in stand.troubles[bad.task.id]
    content = run(dispatcher.fetch(batch, good.task.id), 20)
    assert content is not None
    assert run(dispatcher.fetch(batch, bad.task.id), 20) is None
    token = getattr(forge.estate, forge.kind)[0].token
    here = run_shard(good, tmp_path / "here", FileVault(), token)
    marks = [
        sorted(one.fingerprint for result in read_report(text, OPEN_SOURCE).results for one in result.findings)
        for text in (content, here)
    ]
    assert marks[0] == marks[1]
    assert marks[0], "a lab project has something to find"
    anew = forge.connect().offers(AuditDispatcher)
    assert run(anew.poll(batch), 20).states == stand.states, "a console that was begun anew finds the run"
    assert run(executor.verify(dispatcher.cancellation(batch)), 20).truth == "reached"
    _cancelled(forge, good)
    assert violations == []
    assert contract.seen >= USED[forge.kind]


def _cancelled(forge: LabForge, shard: AuditShard) -> None:
    """A run of the same task under another name is cancelled and stays so."""
    run = forge.runtime.run
    (batch,) = batches_of([shard], salt="other")
    dispatcher, executor = hand_over(forge, batch)
    ending = dispatcher.cancellation(batch)
    preview = run(executor.preview(ending), 20)
    assert preview.differences
    run(executor.apply(ending, preview.base), 20)
    assert run(executor.verify(ending), 20).truth == "reached"
    assert run(dispatcher.poll(batch), 20).is_over
    (unknown,) = batches_of([shard], salt="unknown")
    assert run(dispatcher.poll(unknown), 20).is_gone


def test_more_than_a_run_takes_is_refused(tmp_path: Path) -> None:
    task = AuditTask("0" * 20, "shop", "https://h/a/b", "", "0" * 40, AUDITS, OPEN_SOURCE)
    noise = [replace(task, id=f"{number:020x}", owner=token_hex(400)) for number in range(100)]
    (batch,) = batches_of([AuditShard(one, MONDAY_S) for one in noise])
    with lab_forge(tmp_path, "gitlab") as forge:
        place: Any = forge.connect().offers(AuditDispatcher)
        with pytest.raises(ChangeRefused, match="more than one run"):
            forge.runtime.run(place.start(batch), 10)


def test_a_new_github_tells_the_run_at_once_and_artifacts_lie_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """What the lab's older server does not do: ``return_run_details``, and a redirect without our credentials."""
    with lab_forge(tmp_path, "github") as forge:
        connector = forge.connect()
        pipeline: Any = connector.offers(AuditDispatcher)._pipeline
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("3.sarif.gz", b"packed")
        with FaultServer(forge.runtime, answering(200, packed.getvalue())) as store:
            details = {"workflow_run_id": 77, "run_url": "u", "html_url": "h"}
            run_77 = {"id": 77, "display_title": "console-audit audit-x", "status": "queued", "event": "dispatch"}
            elsewhere = f"location: {store.url}/blob?sig=secret"

            async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
                if asked.target.endswith("/dispatches"):
                    writer.write(response(200, json.dumps(details).encode()))
                elif asked.target.endswith("/zip"):
                    writer.write(response(302, b"", elsewhere))
                else:
                    writer.write(response(200, json.dumps(run_77).encode()))

            with FaultServer(forge.runtime, answer) as server:
                new = forge.connect(url=server.url).offers(AuditDispatcher)._pipeline
                forge.runtime.run(new.start("audit-x", "shards", 2), 10)
                found = forge.runtime.run(new.find("audit-x"), 10)
                assert found is not None
                assert (found.ref.name, found.state) == ("77", "queued")
                assert forge.runtime.run(new.fetch("9", 3), 10) == b"packed"
                with pytest.raises(ConnectorError, match=r"has no 4\.sarif\.gz"):
                    forge.runtime.run(new.fetch("9", 4), 10)
                assert "authorization" in server.asked[-1].headers
                assert all("authorization" not in one.headers for one in store.asked)
                assert "return_run_details" in server.asked[0].body.decode()
        assert isinstance(pipeline, GitHubAuditPipeline)
