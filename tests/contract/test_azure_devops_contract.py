"""Every exchange of the Azure DevOps connector with the lab's Azure DevOps against the official files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.kernel.errors import ConnectorError, ErrorKind
from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.lab_forge import LabForge, lab_forge

KEY, PATH = "lab-azure-devops", "Platform Services/delivery"
OWN = Path(__file__).parent.parent / "data" / "contracts" / "azure-devops-more.json"
GIT = "/{organization}/{project}/_apis/git/repositories"
ONE = GIT + "/{repositoryId}"
READ = {
    "GET /{organization}/_apis/projects",
    "GET /{organization}/_apis/git/repositories",
    "GET /{organization}/_apis/permissions/{securityNamespaceId}/{permissions}",
    f"GET {GIT}",
    f"GET {ONE}",
    f"GET {ONE}/refs",
    f"GET {ONE}/commits",
    f"GET {ONE}/diffs/commits",
    f"GET {ONE}/pullrequests",
    f"GET {ONE}/commits/{{commitId}}/statuses",
    "GET /{organization}/{project}/_apis/build/builds",
    "GET /{organization}/{project}/_apis/build/definitions",
    "GET /{organization}/_apis/hooks/subscriptions",
    "POST /{organization}/{project}/_apis/wit/wiql",
    "GET /{organization}/{project}/_apis/wit/workitems",
    "GET /{organization}/{project}/_apis/wit/workitemtypes",
}
WRITTEN = {
    f"POST {ONE}/commits/{{commitId}}/statuses",
    "POST /{organization}/{project}/_apis/pipelines/{pipelineId}/runs",
    "POST /{organization}/_apis/hooks/subscriptions",
    "DELETE /{organization}/_apis/hooks/subscriptions/{subscriptionId}",
    "POST /{organization}/{project}/_apis/wit/workitems/${type}",
    "GET /{organization}/{project}/_apis/wit/workitems/{id}",
    "PATCH /{organization}/{project}/_apis/wit/workitems/{id}",
}


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[LabForge]:
    """The lab's Azure DevOps."""
    with lab_forge(tmp_path, "azure_devops") as found:
        yield found


@pytest.fixture
def contract(shared_dir: Path) -> Contract:
    """The official files as one, and our few operations beside them."""
    contract = Contract((*sorted((shared_dir / "contracts").glob("azure-devops-*.json")), OWN))
    # The official examples of these answer 201 and 204, which the files do not describe.
    contract.forgive(f"POST {ONE}/commits/{{commitId}}/statuses", "201")
    contract.forgive("DELETE /{organization}/_apis/hooks/subscriptions/{subscriptionId}", "204")
    return contract


def test_all_that_is_read_is_in_the_contract(
    forge: LabForge, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    # proves G1.1 for Azure DevOps
    violations = watch_all(monkeypatch, contract)
    run, reader = forge.runtime.run, forge.reader()
    assert "newsletter-lab" in run(forge.connect().check())
    run(reader.repositories(""))
    run(reader.repositories("Platform Services"))
    forge.read_all(PATH)
    run(reader.commits(PATH, run(reader.branches(PATH))[0].sha))
    with pytest.raises(ConnectorError, match="TF401019") as lacking:
        run(reader.repository("Platform Services/nothing"))
    assert lacking.value.kind is ErrorKind.NOT_FOUND
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
        CreateWebhook(KEY, PATH, "http://127.0.0.1:9/hook", ("push",), secret),
        OpenIssue(KEY, PATH, "Numbers are odd", "They are.", ("audit", "b")),
        DispatchPipeline(KEY, PATH, "main", "", (("depth", "1"),)),
        CloseIssue(KEY, PATH, "4001"),
    )
    assert violations == []
    assert contract.seen >= WRITTEN
