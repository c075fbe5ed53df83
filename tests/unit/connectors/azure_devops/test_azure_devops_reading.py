"""Reading the lab's Azure DevOps, and servers that behave otherwise."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.azure_devops import words
from connectors.azure_devops.address import organization_url
from connectors.azure_devops.connector import build
from connectors.registry import BuildContext
from console.domain.forge.pipeline_run import RunState
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.estate.schema.git_provider import AzureDevOps
from console.kernel.clock import SystemClock
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.change_executor import ChangeExecutor
from console.ports.forge import ForgeReader
from tests.fakes.fault_server import Asked, Behaviour, FaultServer, answering, response
from tests.fakes.lab_forge import LabForge, lab_forge
from tests.fakes.prometheus_connection import FixedVault

KEY, PATH = "lab-azure-devops", "Platform Services/delivery"
REPOSITORY = {"id": "r1", "name": "web", "project": {"id": "p1", "name": "Shop"}}


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabForge]:
    """The lab's Azure DevOps."""
    with lab_forge(tmp_path_factory.mktemp("forge"), "azure_devops") as found:
        found.runtime.run(found.connect().check())
        yield found


def connect(runtime: Runtime, url: str, **options: Any) -> Any:
    model = AzureDevOps.model_validate({"key": "shop", "url": url, "organization": "org", **options})
    return build(model, BuildContext(runtime, FixedVault(t="a-token-of-mine"), SystemClock(), Path()))


def by_path(answers: dict[str, Any]) -> Behaviour:
    """Answer by the first part of the table that the path contains."""

    async def behave(asked: Asked, writer: Any) -> None:
        found = next((body for part, body in answers.items() if part in asked.target), None)
        writer.write(response(404 if found is None else 200, json.dumps(found).encode()))

    return behave


def test_what_the_account_may_do_is_told_by_its_permissions(forge: LabForge) -> None:
    reader = forge.reader()
    assert forge.runtime.run(reader.repository(PATH)).rights == ("read", "write", "admin")
    assert forge.runtime.run(reader.repository("Platform Services/cell-router")).rights == ("read", "write")


def test_clone_addresses_do_not_hold_the_organization_as_a_user(forge: LabForge) -> None:
    found = forge.runtime.run(forge.reader().repository(PATH))
    assert found.clone_url.endswith("/newsletter-lab/Platform%20Services/_git/delivery")
    assert "@" not in found.clone_url


def test_lists_are_followed_by_skipping_and_by_tokens(forge: LabForge, monkeypatch: pytest.MonkeyPatch) -> None:
    run, reader = forge.runtime.run, forge.reader()
    commits, branches = run(reader.commits(PATH, most=500)), run(reader.branches(PATH))
    builds = run(reader.runs(PATH, most=15))
    monkeypatch.setattr("connectors.azure_devops.api.PAGE", 2)
    assert run(reader.commits(PATH, most=500)) == commits
    assert run(reader.commits(PATH, most=5)) == commits[:5]
    assert run(reader.branches(PATH)) == branches
    assert run(reader.runs(PATH, most=15)) == builds
    assert len(builds) == 15


def test_a_comparison_tells_how_far_each_side_went(forge: LabForge) -> None:
    run, reader = forge.runtime.run, forge.reader()
    head = next(one.name for one in run(reader.branches(PATH)) if "/" in one.name)
    found = run(reader.compare(PATH, "main", head))
    assert (len(found.commits), found.behind, found.cut) == (2, 0, False)
    assert found.files
    back = run(reader.compare(PATH, head, "main"))
    assert (back.commits, back.behind, back.files) == ((), 2, ())


@pytest.mark.parametrize("token", ["none", "wrong"])
def test_a_page_to_sign_in_is_no_answer_but_a_missing_token(forge: LabForge, token: str) -> None:
    reference = None if token == "none" else forge.secret_file("wrong-pat", "expired-long-ago")
    with pytest.raises(ConnectorError, match="sign-in page") as told:
        forge.runtime.run(forge.connect(token=reference).check())
    assert told.value.kind is ErrorKind.AUTH
    assert "renew" in told.value.hint


def test_an_older_server_is_spoken_to_in_its_own_version(forge: LabForge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forge.server, "newest", (6, 0), raising=False)
    assert "API 6.0" in forge.runtime.run(forge.connect().check())
    assert forge.runtime.run(forge.reader().branches(PATH))


def test_a_redirect_to_anybody_else_stays_a_refused_redirect(runtime: Runtime) -> None:
    with FaultServer(runtime, answering(302, b"", "location: https://evil.example/_signin")) as server:
        connector = connect(runtime, server.url)
        with pytest.raises(ConnectorError, match=r"redirects to https://evil\.example"):
            runtime.run(connector.check())
        runtime.run(connector.close())


@pytest.mark.parametrize("header", ["retry-after: 60", "x-ratelimit-delay: 42.125"])
def test_being_asked_to_wait_beside_a_good_answer_is_kept_to(runtime: Runtime, header: str) -> None:
    more = ("x-ratelimit-resource: TFS/Git", "x-ratelimit-remaining: 50")
    with FaultServer(runtime, answering(200, {"count": 0, "value": []}, header, *more)) as server:
        connector = connect(runtime, server.url)
        reader = connector.offers(ForgeReader)
        runtime.run(reader.repositories(""))
        with pytest.raises(ConnectorError, match="no further requests until") as told:
            runtime.run(reader.repositories(""))
        assert told.value.kind is ErrorKind.THROTTLED
        assert len(server.asked) == 1
        runtime.run(connector.close())


def test_the_token_is_the_password_of_nobody_and_every_request_names_the_version(runtime: Runtime) -> None:
    with FaultServer(runtime, answering(200, {"count": 0, "value": []})) as server:
        connector = connect(runtime, server.url, token="keyring:t")
        runtime.run(connector.check())
        [asked] = server.asked
        assert asked.headers["authorization"] == "Basic OmEtdG9rZW4tb2YtbWluZQ=="
        assert asked.target.startswith("/org/_apis/projects?")
        assert "api-version=7.1" in asked.target
        assert "a-token" not in asked.target
        runtime.run(connector.close())


@pytest.mark.parametrize(
    ("url", "organization", "address"),
    [
        ("https://dev.azure.com", "shop", "https://dev.azure.com/shop"),
        ("https://dev.azure.com/", "My Shop", "https://dev.azure.com/My%20Shop"),
        ("https://dev.azure.com/shop", "shop", "https://dev.azure.com/shop"),
        ("https://Shop.visualstudio.com", "shop", "https://Shop.visualstudio.com"),
        ("https://git.example.org/tfs", "DefaultCollection", "https://git.example.org/tfs/DefaultCollection"),
        ("https://tfs.example.org/defaultcollection", "DefaultCollection", "https://tfs.example.org/defaultcollection"),
    ],
)
def test_the_organization_is_found_in_every_form_of_the_address(url: str, organization: str, address: str) -> None:
    options = AzureDevOps.model_validate({"key": "a", "url": url, "organization": organization})
    assert organization_url(options) == address


def test_states_of_work_items_are_quoted_in_a_query_and_asked_of_the_process(runtime: Runtime) -> None:
    states = [{"name": "New", "category": "Proposed"}, {"name": "Won't fix", "category": "Completed"}]
    answers = {
        "/workitemtypes": {"value": [{"name": "Bug", "states": states}, {"name": "Epic", "states": []}]},
        "/wiql": {"workItems": []},
    }
    with FaultServer(runtime, by_path(answers)) as server:
        connector = connect(runtime, server.url)
        assert runtime.run(connector.offers(ForgeReader).issues("Shop/web")) == ()
        query = json.loads(server.asked[-1].body)["query"]
        assert "[System.State] NOT IN ('Won''t fix')" in query
        assert "[System.WorkItemType] IN ('Bug')" in query
        runtime.run(connector.close())


def test_a_bug_gets_its_text_as_escaped_html_where_bugs_have_it(runtime: Runtime) -> None:
    answers = {
        "/workitemtypes": {"value": [{"name": "Bug", "states": []}]},
        "/wiql": {"workItems": []},
        "/workitems/$Bug": {"id": 7, "fields": {}},
    }
    with FaultServer(runtime, by_path(answers)) as server:
        connector = connect(runtime, server.url)
        executor = connector.offers(ChangeExecutor)
        operation = OpenIssue("shop", "Shop/web", "Title", "<script>\nsecond", ("a", "b"))
        late = runtime.run(executor.apply(operation, runtime.run(executor.preview(operation)).base))
        asked = server.asked[-1]
        assert asked.headers["content-type"] == "application/json-patch+json"
        fields = {one["path"].removeprefix("/fields/"): one["value"] for one in json.loads(asked.body)}
        assert fields["Microsoft.VSTS.TCM.ReproSteps"] == "&lt;script&gt;<br>second"
        assert fields["System.Tags"] == "a; b"
        assert late.id == "7"
        runtime.run(connector.close())


def test_a_project_without_issues_and_bugs_is_told_as_such(runtime: Runtime) -> None:
    with FaultServer(runtime, by_path({"/workitemtypes": {"value": [{"name": "Epic"}]}})) as server:
        connector = connect(runtime, server.url)
        with pytest.raises(ConnectorError, match="neither issues nor bugs"):
            runtime.run(connector.offers(ForgeReader).issues("Shop/web"))
        runtime.run(connector.close())


def test_two_pipelines_must_be_told_apart_by_name(runtime: Runtime) -> None:
    definitions = [{"id": 1, "name": "web CI"}, {"id": 2, "name": "web release", "path": "\\live"}]
    answers = {
        "/commits": {"value": [{"commitId": "a" * 40, "comment": "x"}]},
        "/build/definitions": {"value": definitions},
        "/build/builds": {"value": []},
        "/pipelines/2/runs": {"id": 9},
        "/git/repositories/web": REPOSITORY,
    }
    with FaultServer(runtime, by_path(answers)) as server:
        connector = connect(runtime, server.url)
        executor = connector.offers(ChangeExecutor)
        unclear = DispatchPipeline("shop", "Shop/web", "main")
        named = DispatchPipeline("shop", "Shop/web", "main", "live/web release")
        base = runtime.run(executor.preview(named)).base
        for asked in (executor.preview(unclear), executor.apply(unclear, base)):
            with pytest.raises(ChangeRefused, match=r"1 \(web CI\), 2 \(web release\)"):
                runtime.run(asked)
        runtime.run(executor.apply(named, base))
        assert json.loads(server.asked[-1].body) == {
            "resources": {"repositories": {"self": {"refName": "refs/heads/main"}}}
        }
        runtime.run(connector.close())


def test_a_service_hook_takes_one_event_and_its_secret_goes_nowhere_else(forge: LabForge) -> None:
    two = CreateWebhook(KEY, PATH, "http://127.0.0.1:9/hook", ("push", "issues"))
    with pytest.raises(ChangeRefused, match="exactly one event"):
        forge.apply(two)
    secret = forge.secret_file("hook", "hush-hush-hush")
    operation = CreateWebhook(KEY, PATH, "http://127.0.0.1:9/hook", ("push",), secret)
    forge.apply(operation)
    [hook] = forge.runtime.run(forge.reader().webhooks(PATH))
    assert hook.signed
    assert "hush" not in repr(hook)


def test_hooks_without_the_permission_are_forbidden(forge: LabForge) -> None:
    operation = CreateWebhook(KEY, "Platform Services/cell-router", "http://127.0.0.1:9/hook")
    with pytest.raises(ConnectorError, match="edit subscriptions") as told:
        forge.apply(operation)
    assert told.value.kind is ErrorKind.FORBIDDEN


@pytest.mark.parametrize(
    ("status", "result", "state"),
    [
        ("notStarted", "", RunState.QUEUED),
        ("inProgress", "", RunState.RUNNING),
        ("cancelling", "", RunState.RUNNING),
        ("postponed", "", RunState.WAITING),
        ("completed", "partiallySucceeded", RunState.SUCCEEDED),
        ("completed", "failed", RunState.FAILED),
        ("completed", "canceled", RunState.CANCELLED),
        ("completed", "somethingNew", RunState.UNKNOWN),
        ("none", "", RunState.UNKNOWN),
    ],
)
def test_a_builds_state_is_told_in_common_words(status: str, result: str, state: RunState) -> None:
    assert words.run_state(status, result) is state


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [("edit", "changed"), ("edit, rename", "renamed"), ("add", "added"), ("delete", "removed"), ("all", "changed")],
)
def test_kinds_of_changes_are_told_in_common_words(kinds: str, kind: str) -> None:
    assert words.change_kind(kinds) == kind


def test_events_are_translated_there_and_back() -> None:
    for event in (*words.EVENTS_TO_SET, "ms.vss-pipelines.run-state-changed-event"):
        assert words.common_event(words.native_event(event)) == event
