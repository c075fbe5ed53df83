"""Microsoft's own examples of answers through our decoders and mappings: none may fail."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.azure_devops import mapping, wire

GIT = "/{organization}/{project}/_apis/git/repositories"
ONE = GIT + "/{repositoryId}"
WIT = "/{organization}/{project}/_apis/wit"
HOOKS = "/{organization}/_apis/hooks"
MAP = mapping.AzureMapping("shop", "https://dev.azure.com/fabrikam")


def listed(shape: Any, mapped: Callable[[Any], Any] = repr) -> Callable[[bytes], list[Any]]:
    return lambda body: [mapped(one) for one in msgspec.json.decode(body, type=wire.Answered[shape]).value]


def single(shape: Any, mapped: Callable[[Any], Any] = repr) -> Callable[[bytes], list[Any]]:
    return lambda body: [mapped(msgspec.json.decode(body, type=shape))]


READS: dict[str, Callable[[bytes], list[Any]]] = {
    "GET /{organization}/_apis/projects": listed(wire.Project),
    f"GET {GIT}": listed(wire.WireRepository, MAP.repository),
    f"GET {ONE}": single(wire.WireRepository, MAP.repository),
    f"GET {ONE}/refs": listed(wire.Ref, mapping.branch),
    f"GET {ONE}/commits": listed(wire.WireCommit, mapping.commit),
    f"GET {ONE}/commits/{{commitId}}": single(wire.WireCommit, mapping.commit),
    f"GET {ONE}/diffs/commits": single(wire.Diffs, lambda one: mapping.file_changes(one.changes)),
    f"GET {ONE}/pullrequests": listed(wire.WirePullRequest, lambda one: MAP.pull_request("p/r", one)),
    f"POST {ONE}/pullrequests": single(wire.WirePullRequest, lambda one: MAP.pull_request("p/r", one)),
    f"GET {ONE}/pullrequests/{{pullRequestId}}": single(wire.WirePullRequest, lambda one: MAP.pull_request("p/r", one)),
    f"GET {ONE}/commits/{{commitId}}/statuses": listed(wire.WireStatus, mapping.status),
    f"POST {ONE}/commits/{{commitId}}/statuses": single(wire.WireStatus, mapping.status),
    f"GET {HOOKS}/subscriptions": listed(wire.Subscription, mapping.webhook),
    f"POST {HOOKS}/subscriptions": single(wire.Subscription, mapping.webhook),
    f"GET {HOOKS}/subscriptions/{{subscriptionId}}": single(wire.Subscription, mapping.webhook),
    f"PUT {HOOKS}/subscriptions/{{subscriptionId}}": single(wire.Subscription, mapping.webhook),
    f"GET {WIT}/workitemtypes": listed(wire.WorkItemType),
    f"GET {WIT}/workitems": listed(wire.WorkItem),
    f"GET {WIT}/workitems/{{id}}": single(wire.WorkItem),
    f"GET {WIT}/workitems/${{type}}": single(wire.WorkItem),
    f"POST {WIT}/workitems/${{type}}": single(wire.WorkItem),
    f"PATCH {WIT}/workitems/{{id}}": single(wire.WorkItem),
}
NOT_READ = {  # kept in the official files, but nothing here asks for them
    f"GET {ONE}/stats/branches",
    f"GET {HOOKS}/publishers",
    f"DELETE {HOOKS}/subscriptions/{{subscriptionId}}",
    f"POST {HOOKS}/testnotifications",
}


@pytest.fixture(scope="module")
def examples(shared_dir: Path) -> dict[str, list[dict[str, Any]]]:
    """The examples by operation."""
    file = shared_dir / "contracts" / "azure-devops.examples.json"
    found: dict[str, list[dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8-sig"))["examples"]
    return found


def _bodies(examples: list[dict[str, Any]]) -> list[Any]:
    answers = (answer for one in examples for answer in one["responses"].values())
    return [answer["body"] for answer in answers if answer.get("body") is not None]


def test_every_official_example_of_an_operation_is_known(examples: dict[str, list[dict[str, Any]]]) -> None:
    assert set(examples) - set(READS) - NOT_READ == set()


def test_every_official_example_can_be_read_completely(examples: dict[str, list[dict[str, Any]]]) -> None:
    read = 0
    for operation, decode in READS.items():
        for body in _bodies(examples.get(operation, [])):
            found = decode(json.dumps(body).encode())
            wanted = len(body["value"]) if isinstance(body.get("value"), list) else 1
            assert len(found) == wanted, operation
            read += 1
    assert read >= 50


def test_the_examples_say_what_we_take_from_them(examples: dict[str, list[dict[str, Any]]]) -> None:
    def first(operation: str, place: int = 0) -> Any:
        body = _bodies(examples[operation])[place]
        return READS[operation](json.dumps(body).encode())[0]

    repository = first(f"GET {ONE}")
    assert repository.ref.name == "Fabrikam-Fiber-Git/AnotherRepository"
    assert repository.default_branch == "master"
    assert repository.clone_url == "https://dev.azure.com/fabrikam/Fabrikam-Fiber-Git/_git/AnotherRepository"
    pull = first(f"GET {ONE}/pullrequests")
    assert (pull.source, pull.target, pull.state, pull.author) == (
        "npaulk/my_work", "new_feature", "open", "Normal Paulk",
    )  # fmt: skip
    status = first(f"POST {ONE}/commits/{{commitId}}/statuses")
    assert (status.context, status.state) == ("continuous-integration/Build123", "success")
    assert status.web_url == "https://ci.fabrikam.com/my-project/build/123"  # theirs ends in a space
    hook = first(f"POST {HOOKS}/subscriptions")
    assert (hook.events, hook.url, hook.signed) == (("pipeline",), "https://myservice/myhookeventreceiver", False)
    files = first(f"GET {ONE}/diffs/commits")
    assert all(one.path and not one.path.startswith("/") for one in files)
    assert "CustomerAddressModule" not in {one.path for one in files}  # a folder
    branch = first(f"GET {ONE}/refs")
    assert branch.name == "feature/calcApp"
