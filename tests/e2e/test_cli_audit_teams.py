"""Teams, dismissals, learning, pushes and insights, as a user runs them. Proves G1.6, G1.7, G1.8, G1.9, C8."""

import json
from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.program import Outcome, start

_ESTATE = """
name: shop
projects:
  - {{key: shop, url: "{shop}", team: content, branch: main, audits: [strict]}}
  - {{key: cart, url: "{cart}", team: bank, branch: main, audits: [strict]}}
teams:
  - {{key: content, title: Content, profile: startup}}
  - {{key: bank, title: Bank, profile: careful}}
audit_profiles:
  - {{key: careful, title: Careful, based_on: enterprise, strictness: 0.9}}
"""


@pytest.fixture
def repository(tmp_path: Path) -> PlantedRepository:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"shop/a.py": "def total(:\n    pass\n", "README.md": "# Shop\n\nYou will recieve it.\n"})
    return made


@pytest.fixture
def estate(repository: PlantedRepository, tmp_path: Path) -> Path:
    cart = PlantedRepository(tmp_path / "cart")
    cart.commit({"cart/a.py": "def pay(:\n    pass\n"})
    file = tmp_path / "estate.yaml"
    file.write_text(_ESTATE.format(shop=repository.folder.as_uri(), cart=cart.folder.as_uri()))
    return file


def _run(estate: Path, *arguments: str) -> Outcome:
    return start(["--estate", str(estate), "audit", *arguments])


def _findings(estate: Path, project: str, *more: str) -> list[dict[str, str]]:
    told = _run(estate, "findings", project, "-o", "json", *more)
    assert told.code == 0, told.err
    return list(json.loads(told.out))


def test_a_finding_is_dismissed_listed_and_restored_and_low_ones_are_hidden_for_a_startup(estate: Path) -> None:
    assert _run(estate, "fleet", "-o", "json").code == 1
    shown, every = _findings(estate, "shop"), _findings(estate, "shop", "--all")
    assert {one["rule"] for one in every} >= {"STR01", "STR09"}
    assert "STR09" not in {one["rule"] for one in shown}
    broken = next(one["fingerprint"] for one in shown if one["rule"] == "STR01")

    no_reason = _run(estate, "dismiss", "shop", broken[:10])
    assert no_reason.code == 2
    done = _run(estate, "dismiss", "shop", broken[:10], "--reason", "a trap for parsers", "--days", "30")
    assert done.code == 0, done.err
    assert "STR01 at shop/a.py:1: dismissed, until" in done.err
    assert "STR01" not in {one["rule"] for one in _findings(estate, "shop")}
    (listed,) = json.loads(_run(estate, "dismissals", "-o", "json").out)
    assert (listed["project"], listed["reason"], listed["state"]) == ("shop", "a trap for parsers", "active")
    trail = start(["trail", "show", "-o", "json"])
    assert "audit.dismissed" in trail.out, trail.err
    assert _run(estate, "restore", "shop", "STR01").code == 0
    assert "STR01" in {one["rule"] for one in _findings(estate, "shop")}


def test_in_compliance_mode_one_person_is_not_enough_and_evidence_is_written(estate: Path, tmp_path: Path) -> None:
    _run(estate, "fleet", "cart")
    broken = next(one["fingerprint"] for one in _findings(estate, "cart") if one["rule"] == "STR01")
    waits = _run(estate, "dismiss", "cart", broken, "--reason", "a trap")
    assert "waits for a second person" in waits.err
    assert "STR01" in {one["rule"] for one in _findings(estate, "cart")}
    pack = tmp_path / "pack.zip"
    assert _run(estate, "evidence", "cart", str(pack)).code == 0
    assert pack.read_bytes()[:2] == b"PK"


def test_teams_and_what_was_learned_are_told_with_the_reasoning(estate: Path) -> None:
    teams = json.loads(_run(estate, "teams", "-o", "json").out)
    assert [(one["team"], one["profile"], one["strictness"]) for one in teams] == [
        ("content", "startup", 0.7),
        ("bank", "careful", 0.9),
    ]
    assert "complies" in teams[1]["traits"]
    _run(estate, "fleet", "shop")
    low = next(one["fingerprint"] for one in _findings(estate, "shop", "--all") if one["rule"] == "STR09")
    assert _run(estate, "accept", "shop", low).code == 0
    table = _run(estate, "learned")
    assert "0 of 1 decisions dismissed it" in table.out
    assert "at least 8 decisions are needed" in table.out
    assert _run(estate, "learned", "--team", "content", "--forget", "STR09").code == 0
    assert "Nothing was learned yet" in _run(estate, "learned").err


def test_a_push_is_looked_at_audited_once_and_counted(
    estate: Path, repository: PlantedRepository, tmp_path: Path
) -> None:
    metrics = tmp_path / "audits.prom"
    first = _run(estate, "watch", "shop", "--once", "--metrics", str(metrics))
    assert first.code == 0, first.err
    (told,) = [json.loads(line) for line in first.out.splitlines()]
    assert (told["project"], told["before"], told["statuses"]) == ("shop", "", {"strict": "failed"})
    assert 'audit_runs_total{result="failed"} 1' in metrics.read_text()
    assert _run(estate, "watch", "shop", "--once").out == ""

    repository.commit({"README.md": "# Shop\n\nYou will receive it.\n"})
    dry = json.loads(_run(estate, "push", "shop", "--dry-run", "-o", "json").out)
    assert (dry[0]["changed"], dry[0]["audits"], dry[0]["needed"]) == (["README.md"], ["sages", "git"], True)
    pushed = _run(estate, "push", "shop", "-o", "json")
    assert pushed.code == 1, pushed.err
    assert {one["rule"]: one["baseline"] for one in json.loads(pushed.out)} == {"STR01": "unchanged"}
    assert "reused" in pushed.err
    assert "audited already" in _run(estate, "push", "shop").err


def test_insights_need_something_to_learn_from(estate: Path) -> None:
    nothing = _run(estate, "insights")
    assert (nothing.code, nothing.out) == (0, "")
    assert "Nothing is foreseen" in nothing.err


def test_a_profile_that_does_not_exist_is_told_with_the_one_that_is_meant(estate: Path) -> None:
    estate.write_text(estate.read_text().replace("profile: startup", "profile: startups"))
    refused = start(["estate", "lint", str(estate)])
    assert refused.code != 0
    assert 'there is no profile "startups"; did you mean "startup"?' in refused.out + refused.err
