"""What audits ask the four forges: every exchange against the contracts, and what the lab's habits make of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.github import connector as github
from console.domain.audit.forge_facts import ForgeFacts, ProtectionFact, facts_digest
from console.kernel.errors import ConnectorError
from console.ports.audit_fact_reader import AuditFactReader
from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.lab_forge import LabForge, lab_forge

_OWN = Path(__file__).resolve().parent.parent / "data" / "contracts"
_PATHS = {  # hurried, shortcut, careful
    "github": ("newsletter/web-front", "newsletter/llm-serving", "newsletter/data-pipeline"),
    "gitlab": ("newsletter/content/bff", "newsletter/platform/scheduler", "newsletter/ai/model-eval"),
    "bitbucket": ("newsletter-lab/personalize", "newsletter-lab/edge-worker", "newsletter-lab/tracker"),
    "azure_devops": ("Platform Services/delivery", "Platform Services/cell-router", "Platform Services/ops-tools"),
}
_FILES = {
    "github": ("github.json", "github-facts.json"),
    "gitlab": ("gitlab.json", "gitlab-more.json", "gitlab-facts.json"),
    "bitbucket": ("bitbucket.json",),
    "azure_devops": (
        "azure-devops-git.json", "azure-devops-build.json", "azure-devops-more.json", "azure-devops-facts.json",
    ),
}  # fmt: skip
_BASES = {"github": "/api/v3", "bitbucket": "/2.0"}
_ASKED = {"github": 11, "gitlab": 9, "bitbucket": 9, "azure_devops": 8}


class AskedForge:
    """One forge of the lab, asked about its first three projects; ``faults`` are what the contracts say of it."""

    def __init__(self, forge: LabForge, contract: Contract, faults: list[str]) -> None:
        self.forge, self.contract, self.faults = forge, contract, faults
        reader = forge.connect().offers(AuditFactReader)
        assert reader is not None
        self.reader: AuditFactReader = reader
        self.hurried, self.shortcut, self.careful = (self.ask(one) for one in _PATHS[forge.kind])

    def ask(self, path: str) -> ForgeFacts:
        return self.forge.runtime.run(self.reader.facts(path), 60)


@pytest.fixture(scope="module", params=list(_PATHS))
def asked(
    request: pytest.FixtureRequest, shared_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AskedForge]:
    kind = request.param
    files = tuple(
        shared_dir / "contracts" / one if (shared_dir / "contracts" / one).exists() else _OWN / one
        for one in _FILES[kind]
    )
    contract = Contract(files, _BASES.get(kind, ""))
    with pytest.MonkeyPatch.context() as patch, lab_forge(tmp_path_factory.mktemp(kind), kind) as forge:
        patch.setattr(github, "WRITE_PACE_S", 0.0)
        yield AskedForge(forge, contract, watch_all(patch, contract))


def test_every_exchange_is_in_the_contract(asked: AskedForge) -> None:
    slips = ("None is not of type", "_project_id:", "/labels:", "/draft:", "/access_level", "/notification_level")
    assert [one for one in asked.faults if not any(slip in one for slip in slips)] == []
    assert len(asked.contract.seen) >= _ASKED[asked.forge.kind]


def test_an_unprotected_branch_and_its_unreviewed_red_merges_are_told(asked: AskedForge) -> None:
    facts = asked.hurried
    assert facts.default_branch == "main"
    assert facts.protection is not None
    assert (facts.protection.forbids_force_push, facts.protection.forbids_deletion) == (False, False)
    reviews = facts.reviews or ()
    assert [one.checks_failed for one in reviews[::-1]] == [not place % 2 for place in range(len(reviews))]
    assert [one.approvers for one in reviews[::-1]] == [
        (one.author,) if place % 2 else () for place, one in enumerate(reviews[::-1])
    ]
    assert all(one.merged_by == one.author and len(one.merge_commit) == 40 for one in reviews)
    if asked.forge.kind != "azure_devops":
        assert facts.admins == ("lab-operator", "release-bot")


def test_pushes_after_the_approval_bots_and_bypasses_are_told(asked: AskedForge) -> None:
    facts = asked.shortcut
    reviews = (facts.reviews or ())[::-1]
    assert [one.pushed_after_approval for one in reviews] == [bool(place % 2) for place in range(len(reviews))]
    assert "dependabot[bot]" in reviews[0].author
    if asked.forge.kind in {"github", "azure_devops"}:  # the others do not say
        assert [one.is_bypass for one in reviews] == [not place % 2 for place in range(len(reviews))]
    releases = [one for one in facts.runs or () if one.release]
    newest = max(releases, key=lambda one: one.began_s)
    assert newest.stages == ("release", "test")
    assert newest.release.startswith("v1.")


def test_what_is_as_it_should_be_is_told_so(asked: AskedForge) -> None:
    facts = asked.careful
    assert facts.protection is not None
    assert (facts.protection.forbids_force_push, facts.protection.forbids_deletion) == (True, True)
    assert facts.protection.required_checks
    assert all(one.approvers and one.author not in one.approvers for one in facts.reviews or ())
    assert not any(one.checks_failed or one.pushed_after_approval or one.is_bypass for one in facts.reviews or ())
    branch = [one for one in facts.runs or () if not one.release]
    assert len(branch) >= 19
    assert {one.result for one in branch} == {"success"}


def test_the_digest_is_of_what_is_told_and_not_of_when(asked: AskedForge) -> None:
    again = asked.ask(_PATHS[asked.forge.kind][2])
    assert facts_digest(again) == facts_digest(asked.careful)
    assert facts_digest(asked.careful) != facts_digest(asked.shortcut)


def test_a_repository_that_is_not_there_is_an_error_and_no_facts(asked: AskedForge) -> None:
    with pytest.raises(ConnectorError):
        asked.ask("Platform Services/none" if asked.forge.kind == "azure_devops" else "newsletter/none")


def test_what_the_token_may_not_see_is_not_told(asked: AskedForge) -> None:
    if asked.forge.kind != "bitbucket":
        pytest.skip("the lab's account administers all repositories of this forge")
    assert asked.shortcut.protection is None  # 403: not an administrator there
    assert asked.shortcut.admins is None
    assert asked.hurried.protection == ProtectionFact(
        forbids_force_push=False, forbids_deletion=False, required_reviews=0, required_checks=(),
        dismisses_stale_reviews=False,
    )  # fmt: skip
