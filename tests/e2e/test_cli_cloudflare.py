"""Cloudflare on the command line, against the running lab: seen, changed, healed, undone (proves L4.2, L5.2, L7.7)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from console.cli import program
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome
from tests.fakes.waiting import wait_until

ZONE = "newsletter.example"
SCENARIO = "cache-poisoning"
Run = Callable[..., Outcome]


@pytest.fixture
def run(lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``cell-console`` on the lab's Cloudflare alone, in this process."""
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump({key: estate[key] for key in ("name", "environment", "cloudflare")}))

    def run(*words: str) -> Outcome:
        code = program.run(["--estate", str(file), *words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    assert run("change", "unlock", "lab-cloudflare", "--for", "1h", "--reason", "test").code == 0
    return run


@pytest.fixture
def poisoned(lab: LabForTests) -> Iterator[LabForTests]:
    """A lab whose cache is poisoned; ended by the test or by this."""
    lab.start_scenario(SCENARIO)
    yield lab
    lab.stop_scenario(SCENARIO)


def rows(run: Run, topic: str) -> list[dict[str, Any]]:
    ended = run("show", "lab-cloudflare", topic, "-o", "json")
    assert ended.code == 0, ended.err
    return list(json.loads(ended.out))


def change(run: Run, kind: str, *more: str, **fields: str) -> str:
    """Plan, look and apply; return the change's id."""
    settings = [word for name, value in fields.items() for word in ("--set", f"{name}={value}")]
    planned = run("change", "plan", kind, "-c", "lab-cloudflare", *settings, "-o", "json")
    assert planned.code == 0, planned.err
    plan = json.loads(planned.out)
    blind = run("change", "apply", plan["id"], "--yes", *more)
    digest = blind.err.split("--seen ")[1].split()[0] if "--seen " in blind.err else ""
    applied = run("change", "apply", plan["id"], "--yes", "--seen", digest, *more) if digest else blind
    assert (applied.code, "Verified." in applied.out) == (0, True), applied.err
    return str(plan["id"])


def test_what_cloudflare_has_is_shown(run: Run) -> None:
    workers = {row["name"]: row for row in rows(run, "edge-workers")}
    assert [percent for _version, percent in workers["edge-ranker"]["running"]] == [95.0, 5.0]
    assert {row["rule"] for row in rows(run, "rate-limits")} == {"b2b", "b2c", "enterprise"}
    assert len({row["day"] for row in rows(run, "edge-usage")}) == 31


def test_a_rate_limit_is_set_seen_in_the_metrics_and_undone(lab: LabForTests, run: Run) -> None:
    def cached() -> float:
        text = lab.get(lab.at.metrics_url, lab.at.metrics_token_file).decode()
        line = next(one for one in text.splitlines() if one.startswith("cloudflare_zone_requests_cached{"))
        return float(line.rpartition(" ")[2])

    before = cached()
    done = change(run, "set-rate-limit", zone=ZONE, rule="b2c", rps="1")
    limit = next(row for row in rows(run, "rate-limits") if row["rule"] == "b2c")
    assert limit["limit"] == 62
    wait_until(lambda: cached() < 0.9 * before, 20, "fewer requests that pass")
    blind = run("change", "undo", done, "--yes")
    undone = run("change", "undo", done, "--yes", "--seen", blind.err.split("--seen ")[1].split()[0])
    assert undone.code == 0, undone.err
    wait_until(lambda: cached() > 0.95 * before, 20, "as many as before")


def test_cache_poisoning_is_healed_by_writing_the_keys_and_purging_both_tags(poisoned: LabForTests, run: Run) -> None:
    keys = json.dumps({"cta": "cta:{segment}:{issue}", "proof": "proof:{segment}:{issue}"})
    change(run, "put-kv-value", namespace="edge-config", name="cache-keys", value=keys)
    change(run, "purge-cache", "--type-name", ZONE, zone=ZONE, tags='["cta", "proof"]')
    wait_until(lambda: poisoned.scenarios()[SCENARIO].state == "healed", 20, "the healed cache")
