"""The lab's Azure DevOps behaves as the real one where a client might go wrong."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.fakes.lab_forge import LabForge, lab_forge

PROJECT = "Platform%20Services"
REPOSITORY = f"{PROJECT}/_apis/git/repositories/delivery"
PATCH = {"content-type": "application/json-patch+json"}
HOOK = {"consumerId": "webHooks", "eventType": "git.push", "consumerInputs": {"url": "http://127.0.0.1:9/"}}


class Client:
    """Asks the lab's API with its token, or otherwise."""

    def __init__(self, forge: LabForge) -> None:
        self.server: Any = forge.server

    def ask(self, method: str, place: str, version: str = "7.1", **more: Any) -> httpx.Response:
        params = {**more.pop("params", {}), **({"api-version": version} if version else {})}
        auth = more.pop("auth", ("", self.server._host.token))
        return httpx.request(method, f"{self.server._root}/{place}", params=params, auth=auth, **more)

    def names(self) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("GET", REPOSITORY).json()
        return found


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of one lab for all tests."""
    with lab_forge(tmp_path_factory.mktemp("forge"), "azure_devops") as forge:
        yield Client(forge)


def test_who_shows_nothing_is_led_to_the_sign_in(client: Client) -> None:
    answer = client.ask("GET", "_apis/projects", auth=None)
    assert answer.status_code == 302
    assert "/_signin" in answer.headers["location"]


@pytest.mark.parametrize(("method", "status"), [("GET", 203), ("POST", 203), ("PATCH", 401)])
def test_a_wrong_token_gets_a_page_or_a_refusal_depending_on_the_method(
    client: Client, method: str, status: int
) -> None:
    answer = client.ask(method, "_apis/projects", auth=("", "expired"))
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html" if status == 203 else "application/json")


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        ("", "VssVersionNotSpecifiedException"),
        ("new", "VssVersionNotSpecifiedException"),
        ("7.2", "VssVersionOutOfRangeException"),
    ],
)
def test_a_version_that_is_not_served_is_refused(client: Client, version: str, kind: str) -> None:
    answer = client.ask("GET", "_apis/projects", version)
    assert (answer.status_code, answer.json()["typeKey"]) == (400, kind)


@pytest.mark.parametrize(
    ("method", "place", "status", "words"),
    [
        ("GET", "Nothing/_apis/git/repositories", 404, "TF200016"),
        ("GET", f"{PROJECT}/_apis/git/repositories/nothing", 404, "TF401019"),
        ("GET", f"{PROJECT}/_apis/wit/workitems/77", 404, "TF401232"),
        ("DELETE", "_apis/hooks/subscriptions/77", 404, "does not exist"),
        ("POST", f"{PROJECT}/_apis/pipelines/77/runs", 404, "Pipeline with ID 77"),
        ("POST", f"{REPOSITORY}/commits/main/statuses", 400, "context"),
        ("POST", f"{PROJECT}/_apis/wit/wiql", 400, "TF51006"),
        ("POST", "_apis/hooks/subscriptions", 400, "does not exist"),
        ("GET", "_apis/permissions/77/4", 404, "security namespace"),
        ("GET", f"{REPOSITORY}/commits?searchCriteria.$top=x", 400, "no number"),
    ],
)
def test_what_is_wrong_is_refused_with_the_code_that_people_search_for(
    client: Client, method: str, place: str, status: int, words: str
) -> None:
    path, _, query = place.partition("?")
    params = dict([query.split("=")]) if query else {}
    answer = client.ask(method, path, json={} if method == "POST" else None, params=params)
    assert answer.status_code == status
    assert words in answer.json()["message"]


def test_a_list_goes_on_by_the_token_in_a_header(client: Client) -> None:
    first = client.ask("GET", f"{REPOSITORY}/refs", params={"filter": "heads/", "$top": 1})
    token = first.headers["x-ms-continuationtoken"]
    second = client.ask("GET", f"{REPOSITORY}/refs", params={"filter": "heads/", "continuationToken": token})
    assert first.json()["count"] == 1
    assert "x-ms-continuationtoken" not in second.headers
    names = {one["name"] for answer in (first, second) for one in answer.json()["value"]}
    assert len(names) == 1 + second.json()["count"]


def test_a_work_item_takes_a_json_patch_of_a_kind_and_a_state_that_exist(client: Client) -> None:
    place = f"{PROJECT}/_apis/wit/workitems"
    title = [{"op": "add", "path": "/fields/System.Title", "value": "T"}]
    assert client.ask("POST", f"{place}/$Issue", json=title).status_code == 415
    assert client.ask("POST", f"{place}/$Bug", json=title, headers=PATCH).status_code == 404
    assert client.ask("POST", f"{place}/$Issue", json=[], headers=PATCH).status_code == 400
    made = client.ask("POST", f"{place}/$Issue", json=title, headers=PATCH).json()
    state = [{"op": "add", "path": "/fields/System.State", "value": "Resolved"}]
    assert client.ask("PATCH", f"{place}/{made['id']}", json=state, headers=PATCH).status_code == 400
    state[0]["value"] = "Done"
    done = client.ask("PATCH", f"{place}/{made['id']}", json=state, headers=PATCH).json()
    assert done["fields"]["System.State"] == "Done"


def test_a_service_hooks_password_is_masked(client: Client) -> None:
    found = client.names()
    inputs = {**HOOK["consumerInputs"], "basicAuthUsername": "me", "basicAuthPassword": "hush-hush-hush"}  # type: ignore[dict-item]
    publisher = {"projectId": found["project"]["id"], "repository": found["id"]}
    body = {**HOOK, "consumerInputs": inputs, "publisherInputs": publisher}
    made = client.ask("POST", "_apis/hooks/subscriptions", json=body)
    assert made.json()["consumerInputs"]["basicAuthPassword"] == "********"
    assert "hush" not in made.text + client.ask("GET", "_apis/hooks/subscriptions").text


def test_repositories_are_found_by_their_ids_too(client: Client) -> None:
    found = client.names()
    place = f"{found['project']['id']}/_apis/git/repositories/{found['id']}"
    assert client.ask("GET", place).json()["name"] == "delivery"


def test_a_run_begins_on_a_branch_that_exists(client: Client) -> None:
    number = client.ask("GET", f"{PROJECT}/_apis/build/definitions").json()["value"][0]["id"]
    body = {"resources": {"repositories": {"self": {"refName": "refs/heads/nothing"}}}}
    place = f"{PROJECT}/_apis/pipelines/{number}/runs"
    assert client.ask("POST", place, json=body).status_code == 400
    assert client.ask("POST", place, json={}).json()["state"] == "inProgress"
