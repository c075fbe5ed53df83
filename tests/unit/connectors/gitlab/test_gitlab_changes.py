"""Operations on GitLab keep to the rules of changes, on the lab's GitLab."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.domain.operations.upload_sarif import UploadSarif
from console.kernel.errors import ChangeRefused, ConnectorError
from console.lab.outside.forge.lab_project import LabProject
from tests.fakes.executor_suite import check_executor
from tests.fakes.lab_forge import LabForge, lab_forge

KEY, PATH = "lab-gitlab", "newsletter/content/bff"
LOOPBACK = "http://127.0.0.1:9/hook"


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[LabForge]:
    """The lab's GitLab."""
    with lab_forge(tmp_path, "gitlab") as found:
        yield found


@pytest.fixture
def project(forge: LabForge) -> LabProject:
    """A project as the lab's server has it."""
    return forge.project(PATH)


def test_setting_a_status_keeps_to_the_rules(forge: LabForge, project: LabProject) -> None:
    sha = forge.newest_commit(PATH)
    project.set_status(sha, "audit", "pending", "Runs", "", forge.now_s)

    def world() -> object:
        newest = project.statuses[sha][-1]
        return newest.state, newest.description

    def disturb() -> None:
        project.set_status(sha, "audit", "failed", "By hand", "", forge.now_s)

    operation = SetCommitStatus(KEY, PATH, sha, "audit", "success", "All well")
    forge.runtime.run(check_executor(forge.executor(), operation, world, disturb=disturb))


def test_an_error_is_set_as_failed_which_gitlab_tells_back_as_failure(forge: LabForge) -> None:
    operation = SetCommitStatus(KEY, PATH, forge.newest_commit(PATH), "other", "error", "Broken")
    forge.apply(operation)
    assert forge.runtime.run(forge.executor().preview(operation)).satisfied


def test_creating_a_webhook_keeps_to_the_rules(forge: LabForge, project: LabProject) -> None:
    def world() -> object:
        return [(hook.url, hook.events, hook.settings["enable_ssl_verification"]) for hook in project.hooks]

    operation = CreateWebhook(KEY, PATH, LOOPBACK, ("push", "pull_request"))
    made = forge.apply(operation)
    assert world() == [(LOOPBACK, ["push_events", "merge_requests_events"], True)]
    assert forge.runtime.run(forge.executor().preview(operation)).satisfied
    assert made is not None
    forge.apply(made)
    assert world() == []


def test_a_webhooks_secret_becomes_its_token_and_unknown_events_are_refused(
    forge: LabForge, project: LabProject
) -> None:
    operation = CreateWebhook(KEY, PATH, LOOPBACK + "2", ("push",), forge.secret_file("hook", "shh"))
    forge.apply(operation)
    assert project.hooks.pop().secret == "shh"
    odd = CreateWebhook(KEY, PATH, LOOPBACK + "3", ("moon",))
    with pytest.raises(ChangeRefused, match="no webhook events moon"):
        forge.apply(odd)


def test_opening_and_closing_an_issue_keeps_to_the_rules(forge: LabForge, project: LabProject) -> None:
    def world() -> object:
        return [(one.title, one.labels) for one in project.issues if one.is_open]

    for operation in (OpenIssue(KEY, PATH, "Odd numbers", "Look.", ("bug",)), CloseIssue(KEY, PATH, "1")):
        forge.runtime.run(check_executor(forge.executor(), operation, world))


def test_starting_a_pipeline_keeps_to_the_rules(forge: LabForge, project: LabProject) -> None:
    operation = DispatchPipeline(KEY, PATH, "main", "", (("DEPTH", "1"),))

    def world() -> object:
        return len(project.runs._started)

    forge.runtime.run(check_executor(forge.executor(), operation, world, undoable=False, repeatable=False))


def test_findings_are_refused_with_a_way_out(forge: LabForge) -> None:
    with pytest.raises(ChangeRefused, match="GitLab takes no SARIF files"):
        forge.runtime.run(forge.executor().preview(UploadSarif(KEY, PATH, "a" * 40, "refs/heads/main", "x")))


def test_what_gitlab_finds_wrong_is_told_field_by_field(forge: LabForge) -> None:
    odd = OpenIssue(KEY, PATH, " ")
    with pytest.raises(ConnectorError, match="title can't be blank"):
        forge.apply(odd)
