"""What is asked of the forges to open and close a pull request is what they promise. Proves G1.2."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.lab_forge import lab_forge
from tests.fakes.proposing import Proposing

OWN = Path(__file__).resolve().parent.parent / "data" / "contracts"
FORGES = {
    "github": ("github.json", "github-pulls.json", "/api/v3"),
    "gitlab": ("gitlab.json", "gitlab-pulls.json", ""),
    "bitbucket": ("", "bitbucket-pulls.json", "/2.0"),
    "azure_devops": ("azure-devops-git.json", "azure-devops-pulls.json", ""),
}


@pytest.fixture(params=FORGES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def proposing(kind: str, tmp_path: Path) -> Iterator[Proposing]:
    with lab_forge(tmp_path, kind) as found:
        yield Proposing(found, tmp_path / "clone.git")


def test_opening_and_closing_a_pull_request_is_in_the_contract(
    kind: str, proposing: Proposing, shared_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    official, own, base = FORGES[kind]
    first = shared_dir / "contracts" / official if official else OWN / "bitbucket.json"
    contract = Contract((first, OWN / own), base)
    if kind == "gitlab":  # its file calls numbers and what may be null texts, as with the list of merge requests
        for method in ("GET", "POST"):
            contract.forgive(f"{method} /api/v4/projects/{{id}}/merge_requests", "is not of type")
    violations = watch_all(monkeypatch, contract)
    proposing.put(proposing.operation())
    proposing.take_back()
    assert violations == [], violations
    assert len([one for one in contract.seen if not one.startswith("GET")]) == 2, contract.seen
