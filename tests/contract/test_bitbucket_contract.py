"""Every exchange of the Bitbucket connector with the lab's Bitbucket against our contract of the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.kernel.errors import ConnectorError, ErrorKind
from tests.fakes.contract_transport import Contract, contract_of, watch_all
from tests.fakes.lab_forge import LabForge, lab_forge

KEY, PATH = "lab-bitbucket", "newsletter-lab/personalize"
READ = {
    "GET /repositories/{workspace}",
    "GET /repositories/{workspace}/{repo_slug}",
    "GET /repositories/{workspace}/{repo_slug}/refs/branches",
    "GET /repositories/{workspace}/{repo_slug}/commits",
    "GET /repositories/{workspace}/{repo_slug}/diffstat/{spec}",
    "GET /repositories/{workspace}/{repo_slug}/src/{commit}/{path}",
    "GET /repositories/{workspace}/{repo_slug}/pullrequests",
    "GET /repositories/{workspace}/{repo_slug}/pipelines",
    "GET /repositories/{workspace}/{repo_slug}/commit/{commit}/statuses",
    "GET /repositories/{workspace}/{repo_slug}/hooks",
    "GET /repositories/{workspace}/{repo_slug}/issues",
    "GET /user/workspaces",
}
WRITTEN = {
    "POST /repositories/{workspace}/{repo_slug}/pipelines",
    "GET /repositories/{workspace}/{repo_slug}/commit/{commit}",
    "POST /repositories/{workspace}/{repo_slug}/commit/{commit}/statuses/build",
    "POST /repositories/{workspace}/{repo_slug}/hooks",
    "DELETE /repositories/{workspace}/{repo_slug}/hooks/{uid}",
    "POST /repositories/{workspace}/{repo_slug}/issues",
    "GET /repositories/{workspace}/{repo_slug}/issues/{issue_id}",
    "PUT /repositories/{workspace}/{repo_slug}/issues/{issue_id}",
}


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[LabForge]:
    """The lab's Bitbucket."""
    with lab_forge(tmp_path, "bitbucket") as found:
        yield found


@pytest.fixture
def contract(shared_dir: Path) -> Contract:
    """Our description of what is used."""
    return contract_of(shared_dir, "bitbucket", "/2.0")


def test_all_that_is_read_is_in_the_contract(
    forge: LabForge, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    # proves G1.1 for Bitbucket
    violations = watch_all(monkeypatch, contract)
    run, reader = forge.runtime.run, forge.reader()
    assert "newsletter-lab" in run(forge.connect().check())
    run(forge.reader(workspace="").repositories(""))
    forge.read_all(PATH)
    for lacking in (reader.repository("newsletter-lab/nothing"), reader.issues("newsletter-lab/tracker")):
        with pytest.raises(ConnectorError) as told:
            run(lacking)
        assert told.value.kind is ErrorKind.NOT_FOUND
    assert violations == []
    assert contract.seen >= READ


def test_all_that_is_written_is_in_the_contract(
    forge: LabForge, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    violations = watch_all(monkeypatch, contract)
    sha = forge.newest_commit(PATH)
    secret = forge.secret_file("hook", "shh")
    forge.carry_out(
        SetCommitStatus(KEY, PATH, sha, "console/audit", "success", "All well"),
        CreateWebhook(KEY, PATH, "http://127.0.0.1:9/hook", ("push", "issues"), secret),
        OpenIssue(KEY, PATH, "Numbers are odd", "They are.", ("bug",)),
        DispatchPipeline(KEY, PATH, "main", "audit", (("DEPTH", "1"),)),
        CloseIssue(KEY, PATH, "1"),
    )
    assert violations == []
    assert contract.seen >= WRITTEN


def test_an_access_token_alone_is_sent_as_bearer_and_its_answers_tell_its_rights(
    forge: LabForge, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    violations = watch_all(monkeypatch, contract)
    token = forge.secret_file("access", forge.server._access_token)  # type: ignore[attr-defined]
    found = forge.runtime.run(forge.reader(username="", token=token).repository(PATH))
    assert found.rights == ("read", "write", "admin")
    assert violations == []
