"""A model that got worse, on the command line and the running lab: seen, proposed, given back, healed.

# proves E4.1 E4.2 E6.1 E6.2 E7.1 E7.2 E7.3
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from console.cli import program
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome
from tests.fakes.waiting import wait_until

SCENARIO = "model-degradation"
Run = Callable[..., Outcome]


@pytest.fixture
def run(lab: LabForTests, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run ``cell-console`` on the lab's models alone, beside their documents, in this process."""
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    kept = ("name", "environment", "prometheus", "cloudflare", "models")
    file = lab.at.estate_file.with_name("models-only.yaml")
    file.touch(0o600)
    file.write_text(yaml.safe_dump({key: estate[key] for key in kept}))

    def run(*words: str) -> Outcome:
        code = program.run(["--estate", str(file), *words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    yield run
    file.unlink()


@pytest.fixture
def degraded(lab: LabForTests) -> Iterator[LabForTests]:
    """A lab whose ranker answers worse; ended by the test or by this."""
    lab.start_scenario(SCENARIO)
    yield lab
    lab.stop_scenario(SCENARIO)


def section(run: Run, key: str, *more: str) -> tuple[int, dict[str, Any]]:
    ended = run("models", key, "--model", "ranker", "-o", "json", *more)
    (found,) = json.loads(ended.out)
    return ended.code, found


def answers(run: Run) -> dict[str, str]:
    return {one["section"]: one["answer"] for one in json.loads(run("models", "--model", "ranker", "-o", "json").out)}


@pytest.mark.slow
def test_every_threshold_of_the_lab_is_measured_and_names_its_source(run: Run) -> None:
    def lines() -> list[dict[str, Any]]:
        return list(section(run, "thresholds")[1]["tables"]["thresholds"])

    # A rate needs two samples, which a lab that has just begun may not have yet.
    wait_until(lambda: all(one["now"] is not None for one in lines()), 30, "all measures")
    found = lines()
    assert len(found) == 28
    assert all(one["query"] and one["source"] for one in found)
    assert {one["health"] for one in found if "health" in one} == {"ok"}


def test_a_degraded_model_is_seen_answered_and_healed_by_its_proposal(degraded: LabForTests, run: Run) -> None:
    wait_until(lambda: answers(run)["degradation"].startswith("ROLLBACK"), 60, "the accuracy that fell")
    told = answers(run)
    assert told["alerts"].startswith("Level 1 (Critical) is on: Model accuracy 65.")
    assert told["accuracy"].startswith("URGENT")
    assert told["roadmap"].startswith("Phase 2: the accuracy")
    code, found = section(run, "degradation")
    assert (code, found["health"]) == (1, "critical")
    (proposal,) = found["proposals"]
    assert proposal["title"] == "Roll back: v1.4.2 100 %"

    assert run("change", "unlock", "lab-cloudflare", "--for", "1h", "--reason", "test").code == 0
    fields = [word for name, value in proposal["fields"].items() for word in ("--set", f"{name}={_text(value)}")]
    planned = run("change", "plan", proposal["operation"], "-c", proposal["connection"], *fields, "-o", "json")
    assert planned.code == 0, planned.err
    plan = json.loads(planned.out)["id"]
    blind = run("change", "apply", plan, "--yes", "--type-name", "edge-ranker")
    seen = blind.err.split("--seen ")[1].split()[0]
    applied = run("change", "apply", plan, "--yes", "--type-name", "edge-ranker", "--seen", seen)
    assert applied.code == 0, applied.err
    wait_until(lambda: degraded.scenarios()[SCENARIO].state == "healed", 20, "the healed model")


def test_what_was_read_is_told_without_the_network(run: Run) -> None:
    section(run, "thresholds")
    code, found = section(run, "feedback", "--cached")
    assert code in {0, 1}
    assert len(found["tables"]["signals"]) == 6
    assert [one["trigger"] for one in found["tables"]["triggers"]] == [
        "Error rate", "Signals of a day", "Signals of a week",
    ]  # fmt: skip


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
