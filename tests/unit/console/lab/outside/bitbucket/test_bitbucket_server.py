"""The lab's Bitbucket behaves as the real one where a client might go wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from console.lab.outside.bitbucket import bitbucket_server
from tests.fakes.lab_forge import LabForge, lab_forge

REPOSITORY = "repositories/newsletter-lab/personalize"
MAIL = "lab@newsletter.example"


class Client:
    """Asks the lab's API with its account, or otherwise."""

    def __init__(self, forge: LabForge) -> None:
        self.server: Any = forge.server
        self.account = (MAIL, self.server._host.token)

    def ask(self, method: str, place: str, **more: Any) -> httpx.Response:
        url = place if place.startswith("http") else f"{self.server._host.site.url}/2.0/{place}"
        return httpx.request(method, url, **{"auth": self.account, **more})

    def error(self, method: str, place: str, **more: Any) -> tuple[int, str]:
        """Return status and message of a refusal in Bitbucket's form."""
        answer = self.ask(method, place, **more)
        body = answer.json()
        assert body["type"] == "error"
        return answer.status_code, body["error"]["message"]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A client of a new lab."""
    with lab_forge(tmp_path, "bitbucket") as forge:
        yield Client(forge)


@pytest.mark.parametrize("auth", [(MAIL, "wrong"), ("somebody@else.example", "")])
def test_who_does_not_show_the_token_is_refused(client: Client, auth: tuple[str, str]) -> None:
    assert client.error("GET", REPOSITORY, auth=auth)[0] == 401


def test_git_is_asked_for_a_password_and_the_api_is_not_there_for_git(client: Client) -> None:
    url = f"{client.server._host.site.url}/newsletter-lab/personalize.git/info/refs?service=git-upload-pack"
    refused = client.ask("GET", url, auth=None)
    assert (refused.status_code, refused.headers["www-authenticate"][:5]) == (401, "Basic")
    assert client.ask("GET", url.replace("personalize.git", "nothing.git")).status_code == 404


def test_a_page_leads_to_the_next_by_an_address_to_be_taken_as_it_is(client: Client) -> None:
    first = client.ask("GET", f"{REPOSITORY}/commits", params={"include": "main", "pagelen": 10}).json()
    assert set(first) == {"values", "pagelen", "next"}  # neither size nor number: commits are not counted
    second = client.ask("GET", first["next"]).json()
    shown = [one["hash"] for page in (first, second) for one in page["values"]]
    assert len(set(shown)) == 20


def test_only_access_tokens_are_told_of_the_limit(client: Client) -> None:
    told = client.ask("GET", REPOSITORY, auth=None, headers={"authorization": f"Bearer {client.server._access_token}"})
    assert told.headers["x-ratelimit-limit"] == "1000"
    assert told.headers["x-ratelimit-nearlimit"] == "false"
    assert "repository:admin" in told.headers["x-oauth-scopes"]
    assert "x-ratelimit-limit" not in client.ask("GET", REPOSITORY).headers


def test_beyond_the_limit_everything_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bitbucket_server, "_LIMIT", 2)
    with lab_forge(tmp_path, "bitbucket") as forge:
        client = Client(forge)
        assert [client.ask("GET", REPOSITORY).status_code for _ in range(3)] == [200, 200, 429]
        assert "Rate limit" in client.error("GET", REPOSITORY)[1]
        forge.pass_s(3601)
        assert client.ask("GET", REPOSITORY).status_code == 200


@pytest.mark.parametrize(
    ("method", "place", "body", "status", "words"),
    [
        ("GET", f"{REPOSITORY}/pullrequests?pagelen=51", None, 400, "Invalid pagelen"),
        ("GET", f"{REPOSITORY}/commits?include=nothing", None, 404, "Not Found"),
        ("GET", "repositories/newsletter-lab/nothing", None, 404, "no longer exists"),
        ("GET", "repositories/somebody", None, 404, "No workspace"),
        ("GET", "workspaces", None, 404, "Not Found"),
        ("GET", "repositories/newsletter-lab/tracker/issues", None, 404, "no issue tracker"),
        ("GET", "repositories/newsletter-lab/edge-worker/hooks", None, 403, "admin permission"),
        ("DELETE", f"{REPOSITORY}/hooks/%7Bnone%7D", None, 404, "Webhook not found"),
        ("POST", f"{REPOSITORY}/hooks", {"url": "http://x"}, 400, "Bad request"),
        ("POST", f"{REPOSITORY}/issues", {"title": "x", "kind": "audit"}, 400, "Bad request"),
        ("POST", f"{REPOSITORY}/pipelines", {"target": {"type": "pipeline_commit_target"}}, 400, "Bad request"),
    ],
)
def test_what_is_wrong_is_refused_in_bitbuckets_words(
    client: Client, method: str, place: str, body: object, status: int, words: str
) -> None:
    told = client.error(method, place, json=body)
    assert told[0] == status
    assert words in told[1]


def test_a_pipeline_needs_a_branch_and_a_custom_one_that_is_defined(client: Client) -> None:
    target = {"type": "pipeline_ref_target", "ref_type": "branch", "ref_name": "main"}
    for wrong in ({"ref_name": "nothing"}, {"selector": {"type": "custom", "pattern": "nightly"}}):
        answer = client.ask("POST", f"{REPOSITORY}/pipelines", json={"target": {**target, **wrong}})
        assert answer.status_code == 400
        assert "not" in answer.json()["error"]["detail"] or "No" in answer.json()["error"]["detail"]
    begun = client.ask("POST", f"{REPOSITORY}/pipelines", json={"target": target})
    assert (begun.status_code, begun.json()["state"]["name"]) == (201, "PENDING")


def test_a_webhooks_secret_is_never_told_again(client: Client) -> None:
    body = {"url": "http://127.0.0.1:9/", "events": ["repo:push"], "secret": "hush-hush-hush"}
    made = client.ask("POST", f"{REPOSITORY}/hooks", json=body)
    assert (made.status_code, made.json()["secret_set"]) == (201, True)
    assert "hush" not in made.text + client.ask("GET", f"{REPOSITORY}/hooks").text
