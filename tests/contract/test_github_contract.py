"""Every exchange of the GitHub connector with the lab's GitHub against GitHub's own descriptions, cloud and server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.github import connector
from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.domain.operations.upload_sarif import UploadSarif
from console.kernel.errors import ConnectorError
from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.lab_forge import LabForge, lab_forge

KEY, PATH = "lab-github", "newsletter/web-front"
OWN = Path(__file__).resolve().parent.parent / "data" / "contracts" / "github-owners.json"
REPO = "/repos/{owner}/{repo}"
READ = {
    "GET /meta",
    "GET /user",
    "GET /user/repos",
    "GET /orgs/{owner}/repos",
    f"GET {REPO}",
    f"GET {REPO}/branches",
    f"GET {REPO}/commits",
    f"GET {REPO}/compare/{{basehead}}",
    f"GET {REPO}/pulls",
    f"GET {REPO}/actions/runs",
    f"GET {REPO}/actions/workflows",
    f"GET {REPO}/commits/{{ref}}/statuses",
    f"GET {REPO}/commits/{{ref}}/check-runs",
    f"GET {REPO}/hooks",
    f"GET {REPO}/issues",
}
WRITTEN = {
    f"POST {REPO}/statuses/{{sha}}",
    f"POST {REPO}/hooks",
    f"DELETE {REPO}/hooks/{{hook_id}}",
    f"POST {REPO}/issues",
    f"GET {REPO}/issues/{{issue_number}}",
    f"PATCH {REPO}/issues/{{issue_number}}",
    f"POST {REPO}/actions/workflows/{{workflow_id}}/dispatches",
    f"GET {REPO}/commits/{{ref}}",
    f"POST {REPO}/code-scanning/sarifs",
    f"GET {REPO}/code-scanning/sarifs/{{sarif_id}}",
    f"GET {REPO}/code-scanning/analyses",
}
SARIF = {
    "version": "2.1.0",
    "runs": [{"tool": {"driver": {"name": "audit"}}, "results": [{"ruleId": "r1", "message": {"text": "odd"}}]}],
}


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LabForge]:
    """The lab's GitHub; writes need not wait for one another."""
    monkeypatch.setattr(connector, "WRITE_PACE_S", 0.0)
    with lab_forge(tmp_path, "github") as found:
        yield found


@pytest.fixture(scope="module", params=["github", "github-ghes-3.19"])
def contract(request: pytest.FixtureRequest, shared_dir: Path) -> Contract:
    """GitHub's description, and ours of the two lists that it leaves out."""
    return Contract((shared_dir / "contracts" / f"{request.param}.json", OWN), "/api/v3")


def test_all_that_is_read_is_in_the_contract(
    forge: LabForge, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    # proves G1.1 for GitHub
    violations = watch_all(monkeypatch, contract)
    run, reader = forge.runtime.run, forge.reader()
    told = run(forge.connect().check())
    assert "3.19.0" in told
    assert "repo, security_events" in told
    assert "requests left" in told
    assert {one.ref.name for one in run(reader.repositories("newsletter"))} >= {PATH}
    assert run(reader.repositories("")) == run(reader.repositories("newsletter"))
    forge.read_all(PATH)
    with pytest.raises(ConnectorError, match="Not Found"):
        run(reader.repository("newsletter/nothing"))
    with pytest.raises(ConnectorError, match="Not Found"):
        run(reader.repositories("nobody"))
    assert violations == []
    assert contract.seen >= READ


def test_all_that_is_written_is_in_the_contract(
    forge: LabForge, contract: Contract, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    violations = watch_all(monkeypatch, contract)
    sha = forge.newest_commit(PATH)
    secret = forge.secret_file("hook", "shh")
    (tmp_path / "found.sarif").write_text(json.dumps(SARIF))
    forge.carry_out(
        SetCommitStatus(KEY, PATH, sha, "console/audit", "success", "All well"),
        CreateWebhook(KEY, PATH, "http://127.0.0.1:9/hook", ("push", "issues", "pipeline"), secret),
        OpenIssue(KEY, PATH, "Numbers are odd", "They are.", ("bug",)),
        DispatchPipeline(KEY, PATH, "main", "ci.yml"),
        CloseIssue(KEY, PATH, "1"),
        UploadSarif(KEY, PATH, sha, "refs/heads/main", str(tmp_path / "found.sarif")),
    )
    assert forge.runtime.run(forge.reader().statuses(PATH, sha))
    assert violations == []
    assert contract.seen >= WRITTEN
