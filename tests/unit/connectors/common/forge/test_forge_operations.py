"""The operations on forges against the lab's servers: they keep to the rules of changes wherever they run."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from console.domain.change_preview import Truth
from console.domain.operation import Operation
from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.delete_webhook import DeleteWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.domain.operations.upload_sarif import UploadSarif
from console.kernel.errors import ChangeRefused
from tests.fakes.executor_suite import check_executor
from tests.fakes.lab_forge import LabForge, lab_forge

PLACES = {
    "bitbucket": ("lab-bitbucket", "newsletter-lab/personalize", "1", "audit"),
    "azure_devops": ("lab-azure-devops", "Platform Services/delivery", "4001", "delivery CI"),
}
URL = "http://127.0.0.1:9/hook"


class Bench:
    """One forge with a project of it, seen past the connector."""

    def __init__(self, forge: LabForge) -> None:
        self.forge = forge
        self.key, self.path, self.issue, self.workflow = PLACES[forge.kind]
        self.executor = forge.executor()
        self.project = forge.project(self.path)
        self.sha = forge.newest_commit(self.path)

    def run(self, work: Awaitable[Any]) -> Any:
        return self.forge.runtime.run(work, 30)  # type: ignore[arg-type]

    def check(self, operation: Operation, world: Callable[[], object], **more: Any) -> None:
        self.run(check_executor(self.executor, operation, world, **more))

    def status(self, state: str) -> object:
        return self.project.set_status(self.sha, "console/audit", state, "", "http://x.example", 0.0)

    def newest_statuses(self) -> object:
        return {one.context: (one.state, one.url) for one in self.project.statuses.get(self.sha, ())}

    def hooks(self) -> list[tuple[str, tuple[str, ...]]]:
        return sorted((one.url, tuple(one.events)) for one in self.project.hooks)

    def hook(self, *events: str, secret: str = "") -> str:
        """Create a webhook of one common event and return its id."""
        operation = CreateWebhook(self.key, self.path, URL, events, secret)
        late = self.run(self.executor.apply(operation, self.run(self.executor.preview(operation)).base))
        return str(late.id)


@pytest.fixture(scope="module", params=sorted(PLACES))
def forge(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabForge]:
    """A forge for all tests of the module."""
    with lab_forge(tmp_path_factory.mktemp("forge"), request.param) as found:
        found.runtime.run(found.connect().check())
        yield found


@pytest.fixture
def bench(forge: LabForge) -> Iterator[Bench]:
    """The forge, with nothing left over from another test."""
    found = Bench(forge)
    yield found
    found.project.hooks.clear()
    found.project.statuses.clear()


def test_a_status_is_replaced_and_put_back(bench: Bench) -> None:
    bench.status("failure")
    operation = SetCommitStatus(bench.key, bench.path, bench.sha, "console/audit", "success", "", "http://y.example")
    bench.check(operation, bench.newest_statuses, disturb=lambda: bench.status("pending"))


def test_a_status_that_was_not_there_cannot_be_undone_and_says_so(bench: Bench) -> None:
    operation = SetCommitStatus(bench.key, bench.path, bench.sha, "console/audit", "error", "Broken")
    assert bench.run(bench.executor.preview(operation)).warnings
    bench.check(operation, bench.newest_statuses, undoable=False)


def test_a_webhook_is_created_once_and_undo_deletes_it(bench: Bench) -> None:
    bench.hook("issues")
    foreign = bench.project.hooks.pop()  # of the same address, for something else
    operation = CreateWebhook(bench.key, bench.path, URL, ("push",), bench.forge.secret_file("hook", "hush-hush"))
    bench.check(operation, bench.hooks, disturb=lambda: bench.project.hooks.append(foreign))
    assert bench.project.hooks == [foreign]


def test_a_webhook_without_a_secret_is_deleted_and_restored(bench: Bench) -> None:
    bench.check(DeleteWebhook(bench.key, bench.path, bench.hook("push")), bench.hooks)


def test_a_webhook_with_a_secret_cannot_be_restored_and_the_preview_says_so(bench: Bench) -> None:
    number = bench.hook("push", secret=bench.forge.secret_file("other", "hush"))
    preview = bench.run(bench.executor.preview(DeleteWebhook(bench.key, bench.path, number)))
    assert preview.inverse is None
    assert "secret" in preview.warnings[0]
    assert "hush" not in repr(preview)


def test_an_issue_is_opened_once_and_undo_closes_it(bench: Bench) -> None:
    operation = OpenIssue(bench.key, bench.path, "A score fell", "From 90 to 70 <b>points</b>.")

    def open_titles() -> object:
        return sorted(one.title for one in bench.project.issues if one.is_open)

    bench.check(operation, open_titles)


def test_an_issue_is_closed_and_opened_again(bench: Bench) -> None:
    bench.check(CloseIssue(bench.key, bench.path, bench.issue), lambda: bench.project.issues[0].is_open)


@pytest.mark.parametrize("named", [True, False])
def test_a_run_is_started_once_and_found_again(bench: Bench, named: bool) -> None:
    workflow = bench.workflow if named else ""
    operation = DispatchPipeline(bench.key, bench.path, "main", workflow)
    assert bench.run(bench.executor.verify(operation)).truth is Truth.DIFFERENT
    bench.check(operation, lambda: len(bench.project.runs._started), undoable=False, repeatable=False)


def test_a_workflow_that_is_not_there_is_refused_with_those_that_are(bench: Bench) -> None:
    operation = DispatchPipeline(bench.key, bench.path, "main", "nightly")
    with pytest.raises(ChangeRefused, match=bench.workflow):
        bench.run(bench.executor.preview(operation))


def test_findings_are_refused_with_what_to_do_instead(bench: Bench) -> None:
    operation = UploadSarif(bench.key, bench.path, bench.sha, "refs/heads/main", "findings.sarif")
    assert bench.executor.supports(operation)
    with pytest.raises(ChangeRefused, match=r"takes no SARIF files.*commit status"):
        bench.run(bench.executor.preview(operation))
