"""Every exchange of the GitLab connector with the lab's GitLab against GitLab's own description."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.gitlab.words import pull_state, run_state
from console.domain.forge.pipeline_run import RunState
from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.kernel.errors import ConnectorError
from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.lab_forge import LabForge, lab_forge

KEY, PATH = "lab-gitlab", "newsletter/content/bff"
OWN = Path(__file__).resolve().parent.parent / "data" / "contracts" / "gitlab-more.json"
HERE = "/api/v4/projects/{id}"
READ = {
    "GET /api/v4/metadata",
    "GET /api/v4/user",
    "GET /api/v4/personal_access_tokens/self",
    "GET /api/v4/projects",
    "GET /api/v4/groups/{owner}/projects",
    f"GET {HERE}",
    f"GET {HERE}/repository/branches",
    f"GET {HERE}/repository/commits",
    f"GET {HERE}/repository/compare",
    f"GET {HERE}/merge_requests",
    f"GET {HERE}/pipelines",
    f"GET {HERE}/repository/commits/{{sha}}/statuses",
    f"GET {HERE}/hooks",
    f"GET {HERE}/issues",
}
WRITTEN = {
    f"POST {HERE}/statuses/{{sha}}",
    f"POST {HERE}/hooks",
    f"DELETE {HERE}/hooks/{{hook_id}}",
    f"POST {HERE}/issues",
    f"GET {HERE}/issues/{{issue_iid}}",
    f"PUT {HERE}/issues/{{issue_iid}}",
    f"POST {HERE}/pipeline",
}
# Declared as text, or as another status, but numbers, flags and 201 in GitLab's documentation.
SLIPS = (
    *((f"GET {HERE}", field) for field in ("statistics/", "/access_level", "/notification_level")),
    *((f"GET {HERE}/merge_requests", field) for field in ("_project_id:", "/labels:", "/draft:")),
    *((f"{method} {HERE}/hooks", field) for method in ("GET", "POST") for field in ("id:", "project_id:")),
    (f"POST {HERE}/statuses/{{sha}}", "status 201 is not documented"),
)


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[LabForge]:
    """The lab's GitLab."""
    with lab_forge(tmp_path, "gitlab") as found:
        yield found


@pytest.fixture(scope="module")
def contract(shared_dir: Path) -> Contract:
    """GitLab's description, and ours of what it leaves out."""
    contract = Contract((shared_dir / "contracts" / "gitlab.json", OWN))
    for where in READ | WRITTEN:
        contract.forgive(where, "None is not of type")  # the file, once Swagger 2, declares nothing as nullable
    for where, field in SLIPS:
        contract.forgive(where, field)
    return contract


def test_all_that_is_read_is_in_the_contract(
    forge: LabForge, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    # proves G1.1 for GitLab
    violations = watch_all(monkeypatch, contract)
    run, reader = forge.runtime.run, forge.reader()
    told = run(forge.connect().check())
    assert "GitLab CE 18.5.0; as lab-operator, rights: api" in told
    assert {one.ref.name for one in run(reader.repositories("newsletter"))} >= {PATH}
    assert len(run(reader.repositories(""))) == len(run(reader.repositories("newsletter")))
    forge.read_all(PATH)
    with pytest.raises(ConnectorError, match="Project Not Found"):
        run(reader.repository("newsletter/nothing"))
    with pytest.raises(ConnectorError, match="Not Found"):
        run(reader.repositories("nobody"))
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
        CreateWebhook(KEY, PATH, "http://127.0.0.1:9/hook", ("push", "issues", "pipeline"), secret),
        OpenIssue(KEY, PATH, "Numbers are odd", "They are.", ("bug",)),
        DispatchPipeline(KEY, PATH, "main", "", (("DEPTH", "1"),)),
        CloseIssue(KEY, PATH, "1"),
    )
    assert forge.runtime.run(forge.reader().statuses(PATH, sha))
    assert violations == []
    assert contract.seen >= WRITTEN


def _words(shared_dir: Path, place: str, parameter: str) -> list[str]:
    document = json.loads((shared_dir / "contracts" / "gitlab.json").read_text())
    [found] = [one for one in document["paths"][f"{HERE}/{place}"]["get"]["parameters"] if one["name"] == parameter]
    words: list[str] = found["schema"]["enum"]
    return words


def test_every_status_of_a_pipeline_has_a_word_in_the_console(shared_dir: Path) -> None:
    told = {one: run_state(one) for one in _words(shared_dir, "pipelines", "status")}
    assert [one for one, state in told.items() if state is RunState.UNKNOWN] == []
    assert told["waiting_for_callback"] is RunState.QUEUED


def test_only_closed_merge_requests_are_told_as_closed(shared_dir: Path) -> None:
    states = [one for one in _words(shared_dir, "merge_requests", "state") if one != "all"]
    assert [one for one in states if pull_state(one) == "closed"] == ["closed"]
