"""The contract check itself: right exchanges pass, every kind of wrong one is named."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.fakes.contract import Contract, contract_of
from tests.fakes.contract_error import ContractError

OWN = Path(__file__).resolve().parents[2] / "data" / "contracts"
NAMES = (
    "github",
    "github-ghes",
    "gitlab",
    "azure-devops",
    "cloudflare",
    "jira",
    "discord",
    "slack",
    "alertmanager",
    "opencost",
    "uk-carbon",
    "prometheus",
    "kubernetes",
)


def exchange(
    contract: Contract, method: str, url: str, status: int = 200, answer: Any = None, **request: Any
) -> list[str]:
    """Return what the contract says of one exchange, one entry for each fault."""
    asked = httpx.Request(method, url, **request)
    answered = httpx.Response(status, **({"json": answer} if answer is not None else {}))
    try:
        contract.check_exchange(asked, answered)
    except ContractError as error:
        return str(error).partition(": ")[2].split("; ") if "; " in str(error) else [str(error)]
    return []


@pytest.mark.parametrize("name", NAMES)
def test_every_official_file_can_be_used(shared_dir: Path, name: str) -> None:
    [fault] = exchange(contract_of(shared_dir, name), "GET", "https://host/no/such/thing/anywhere/at/all")
    assert "is not in the contract" in fault


@pytest.mark.parametrize("file", sorted(OWN.glob("*.json")), ids=lambda file: str(file.stem))
def test_our_own_contracts_can_be_used_and_say_where_their_facts_are_from(file: Path) -> None:
    for document in Contract(file)._documents:
        for schema in document.content.get("components", {}).get("schemas", {}).values():
            Draft202012Validator.check_schema(schema)


def test_an_own_contract_without_origin_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "data" / "contracts"
    folder.mkdir(parents=True)
    (folder / "a.json").write_text('{"openapi": "3.1.0", "info": {}, "paths": {}}')
    with pytest.raises(ValueError, match="where its facts are from"):
        Contract(folder / "a.json")


def test_the_official_examples_of_azure_devops_satisfy_its_files(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "azure-devops")
    examples = json.loads((shared_dir / "contracts" / "azure-devops.examples.json").read_text())["examples"]
    faults = {
        f"{operation} {one['source']}: {fault}"
        for operation, listed in examples.items()
        for one in listed
        for answer in [one["responses"].get("200", {}).get("body")]
        for fault in exchange(contract, *_request_of(operation), answer=answer)
        if answer is not None and ("-> 200" in fault or "not in the contract" in fault)
    }
    assert faults == set()
    assert len(contract.seen) > 20


def _request_of(operation: str) -> tuple[str, str]:
    method, _, path = operation.partition(" ")
    return method, "https://host" + path.replace("${", "$").replace("{", "").replace("}", "") + "?api-version=7.1"


def test_the_official_examples_of_the_carbon_intensity_api_satisfy_its_file(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "uk-carbon")
    examples = json.loads((shared_dir / "contracts" / "uk-carbon-intensity.examples.json").read_text())["examples"]
    answer = examples["/intensity"][0]
    assert exchange(contract, "GET", "https://host/intensity", answer=answer) == []
    answer["data"][0]["intensity"]["forecast"] = "many"
    assert "'many' is not of type" in exchange(contract, "GET", "https://host/intensity", answer=answer)[0]


def test_lists_are_wrapped_and_the_version_is_asked_for_on_azure_devops(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "azure-devops")
    projects = {"count": 1, "value": [{"id": "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c", "name": "Shop"}]}
    url = "https://dev.azure.com/org/_apis/projects?api-version=7.1&$top=5"
    assert exchange(contract, "GET", url, answer=projects) == []
    assert contract.seen == {"GET /{organization}/_apis/projects"}
    assert "is not of type 'object'" in exchange(contract, "GET", url, answer=projects["value"])[0]
    [fault] = exchange(contract, "GET", "https://dev.azure.com/org/_apis/projects", answer=projects)
    assert "parameter 'api-version' is missing" in fault


def test_json_patch_bodies_and_literal_dollars_are_checked(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "azure-devops")
    url = "https://dev.azure.com/org/shop/_apis/wit/workitems/$Task?api-version=7.1"
    item = {"id": 1, "fields": {"System.Title": "x"}}
    headers = {"content-type": "application/json-patch+json"}
    right = json.dumps([{"op": "add", "path": "/fields/System.Title", "value": "x"}])
    wrong = json.dumps([{"op": "put", "path": "/fields/System.Title", "walue": "x"}])
    assert exchange(contract, "POST", url, answer=item, content=right, headers=headers) == []
    faults = exchange(contract, "POST", url, answer=item, content=wrong, headers=headers)
    assert any("'put' is not one of" in one for one in faults)
    assert any("/0/walue: unknown key" in one for one in faults)
    [fault] = exchange(contract, "POST", url, answer=item, json=[])
    assert "a body of type 'application/json'" in fault


def test_a_misspelt_optional_key_of_a_body_is_found(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "github")
    url = "https://api.github.com/repos/o/r/statuses/0123456789"
    body = {"state": "success", "descripton": "typo"}
    [fault] = exchange(contract, "POST", url, 201, json=body, answer=None)[:1]
    assert "descripton: unknown key" in fault
    [fault] = exchange(contract, "POST", url, 403, json={"state": "fine"}, answer={"message": "no"})
    assert "'fine' is not one of" in fault


def test_slashes_belong_to_branches_on_github_and_must_be_encoded_on_gitlab(shared_dir: Path) -> None:
    github, gitlab = contract_of(shared_dir, "github"), contract_of(shared_dir, "gitlab", "/gitlab")
    exchange(github, "GET", "https://h/repos/o/r/contents/a/b/c.yaml", 404, answer={"message": "x"})
    assert github.seen == {"GET /repos/{owner}/{repo}/contents/{path}"}
    branches = "https://h/gitlab/api/v4/projects/group%2Fsub%2Fproject/repository/branches"
    assert exchange(gitlab, "GET", branches, 404, answer={"message": "404"}) == []
    assert "not in the contract" in exchange(gitlab, "GET", branches.replace("%2F", "/"), 404)[0]
    assert "is outside /gitlab" in exchange(gitlab, "GET", "https://h/api/v4/version")[0]


def test_unknown_and_wrong_parameters_are_found(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "github")
    url = "https://h/repos/o/r/actions/runs"
    answer = {"total_count": 0, "workflow_runs": []}
    assert exchange(contract, "GET", url, answer=answer, params={"per_page": 5, "status": "success"}) == []
    assert "unknown parameter 'perpage'" in exchange(contract, "GET", url, answer=answer, params={"perpage": 5})[0]
    assert (
        "'five' is not of type 'integer'"
        in exchange(contract, "GET", url, answer=answer, params={"per_page": "five"})[0]
    )
    assert "'great' is not one of" in exchange(contract, "GET", url, answer=answer, params={"status": "great"})[0]


def test_answers_are_checked_but_undocumented_errors_are_exempt(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "gitlab")
    url = "https://h/api/v4/version"
    assert exchange(contract, "GET", url, answer={"version": "17.1", "revision": "a"}) == []
    assert exchange(contract, "GET", url, 429) == []
    assert "status 202 is not documented" in exchange(contract, "GET", url, 202)[0]
    assert "status 304 is not documented" in exchange(contract, "GET", url, 304)[0]
    assert exchange(contract, "GET", url, 304, headers={"if-none-match": '"a"'}) == []
    assert "is not of type 'string'" in exchange(contract, "GET", url, answer={"version": 17})[0]
    assert "an answer of type ''" in exchange(contract, "GET", url)[0]


def test_null_is_right_where_the_old_dialect_says_nullable(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "kubernetes")
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {}}
    url = "https://h/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
    answer = {**review, "status": {"allowed": True}}
    assert exchange(contract, "POST", url, 201, json=review, answer=answer) == []
    assert "unknown key" in exchange(contract, "POST", url, 201, json={**review, "speck": 1}, answer=answer)[0]


def test_forms_are_read_as_the_types_of_their_schema(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "prometheus", "/api/v1")
    answer = {"status": "success", "data": {"resultType": "vector", "result": []}}
    url = "https://h/api/v1/query"
    assert exchange(contract, "POST", url, answer=answer, data={"query": "up", "time": "1700000000.5"}) == []
    assert (
        "'tine' was unexpected" in exchange(contract, "POST", url, answer=answer, data={"query": "up", "tine": "1"})[0]
    )


def test_outdated_files_forgive_new_keys_of_answers_but_not_wrong_requests(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "slack", "/api")
    url = "https://slack.com/api/chat.postMessage"
    answer = {"ok": True, "channel": "C012AB3CD", "ts": "1503435956.000247", "message": {"new": 1}}
    assert exchange(contract, "POST", url, json={"channel": "C1", "text": "hello"}, answer=answer) == []
    assert "unknown key" in exchange(contract, "POST", url, json={"channel": "C1", "txet": "x"}, answer=answer)[0]


def test_a_known_slip_of_a_file_can_be_forgiven_by_its_words(shared_dir: Path) -> None:
    contract = contract_of(shared_dir, "gitlab")
    contract.forgive("GET /api/v4/version", "'version'")
    contract.forgive("GET /api/v4/version", "17 is not of type")
    assert exchange(contract, "GET", "https://h/api/v4/version", answer={"version": 17}) == []
