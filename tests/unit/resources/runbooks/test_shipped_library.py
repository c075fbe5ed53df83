"""The shipped runbooks: sound, the same in both languages, and one for everything that can be found or told.

Proves L2.3 and L7.2 (runbooks), E8.2, L7.7, E2.2.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from console.domain.diagnosis.fault import known_faults
from console.domain.incident.burn_alert import BURNS_FAST, BURNS_SLOWLY, RUNS_OUT
from console.domain.incident.connection_alert import _BY_ERROR, _BY_KIND
from console.domain.incident.metric_alert_rule import METRIC_ALERT_RULES
from console.domain.runbooks.runbook import Runbook
from console.domain.runbooks.runbook_step import RunbookStep
from console.domain.runbooks.section import Section
from console.domain.runbooks.symptom_match import matching_runbooks
from console.estate.read_yaml import read_yaml
from console.kernel.resource import resource_place
from console.runbooks.library import Library, Shelf, read_library
from console.runbooks.lint import lint_runbook
from tests.fakes.simulated_lab import SimulatedLab

FOLDER = Path(resource_place("runbooks"))
IDS = sorted(file.stem for file in (FOLDER / "en").glob("*.md"))
PATTERNS = {
    "demand-forecast-quota", "autoscaling-mix", "cell-template", "data-sharding", "model-route-planner", "edge-cache",
    "cost-guard", "carbon-aware-scheduling", "chaos-and-load-test", "resilience", "graceful-degradation",
    "backpressure", "per-segment-slo", "data-mesh-partitioning", "observability-as-code",
}  # fmt: skip
MODEL_ALERTS = (
    "EdgeModelErrorsHigh", "EdgeModelCpuHigh", "EdgeModelAccuracyLow", "EdgeCacheHitLow", "EdgeFallbacksHigh",
    "EdgeModelMemoryHigh", "EdgeNewWords", "EdgeModelUpdateWaiting", "EdgeLimitExceeded",
)  # fmt: skip
SPOKEN = {"confirm": None, "approve": None, "decide": {"question", "label"}, "notify": {"title", "text"}}
"""What of a block is for people: all of it, or the values of these keys."""


@pytest.fixture(scope="module")
def english() -> Library:
    return read_library([Shelf(FOLDER, "shipped")], "en")


@pytest.fixture(scope="module")
def japanese() -> Library:
    return read_library([Shelf(FOLDER, "shipped")], "ja")


def _executable(step: RunbookStep) -> tuple[Any, ...]:
    """What a step does, without the words that are only for people."""
    body: Any = step.body.strip()
    if step.kind in SPOKEN:
        spoken = SPOKEN[step.kind]
        body = None if spoken is None else _without(read_yaml(body.encode(), "block").value, spoken)
    if step.kind == "change":
        body = _without(read_yaml(body.encode(), "block").value, {"reason"})
        if body.get("operation") == "add-annotation":
            body["fields"] = _without(body["fields"], {"text"})
    return step.name, step.kind, step.section, dict(step.attributes), step.language, body


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, names) for key, one in value.items() if key not in names}
    return [_without(one, names) for one in value] if isinstance(value, list) else value


def test_the_library_reads_and_holds_everything_that_is_promised(english: Library) -> None:
    assert english.problems == ()
    ids = {one.id for one in english.all()}
    assert ids >= PATTERNS | {fault.key for fault in known_faults()}
    assert ids >= {
        "emergency-recovery", "region-evacuation", "router-weight-change", "cache-purge-in-stages",
        "edge-model-rollback", "budget-overrun", "dirty-grid", "token-rotation", "audit-worker-lost",
    }  # fmt: skip
    assert {one.id for one in english.all() if "pattern" in one.tags} == PATTERNS


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("runbook", IDS)
def test_a_runbook_has_no_fault_and_names_all_its_steps(runbook: str, language: str) -> None:
    text = (FOLDER / language / f"{runbook}.md").read_text(encoding="utf-8")
    assert lint_runbook(text, name=runbook, known=IDS) == ()
    unnamed = [line for line in re.findall(r"^```\w+.*$", text, re.MULTILINE) if '"name"' not in line]
    assert unnamed == []


@pytest.mark.parametrize("runbook", IDS)
def test_a_runbook_says_what_must_be_true_how_healing_is_proven_and_what_to_do_otherwise(
    runbook: str, english: Library
) -> None:
    found = english.find(runbook)
    for section in Section:
        assert found.section(section), f"nothing under {section}"
    assert any(step.kind in {"promql", "http", "kubectl"} for step in found.section(Section.VERIFICATION))
    assert not [step.name for step in found.section(Section.PREMISE) if step.kind in {"change", "shell"}]
    assert found.time_s > 0
    assert found.summary.strip()
    assert all(one.help for one in found.parameters)


@pytest.mark.parametrize("runbook", IDS)
def test_both_languages_do_the_same(runbook: str, english: Library, japanese: Library) -> None:
    ours, theirs = english.find(runbook), japanese.find(runbook)
    assert theirs.language == "ja"
    assert [_executable(one) for one in theirs.steps] == [_executable(one) for one in ours.steps]
    for one, other in zip(ours.parameters, theirs.parameters, strict=True):
        assert (one.name, one.type, one.default, one.pattern, one.minimum, one.maximum, one.choices, one.kind) == (
            other.name, other.type, other.default, other.pattern, other.minimum, other.maximum, other.choices,
            other.kind,
        )  # fmt: skip
    for name in ("severity", "symptoms", "requires", "tags", "time_s"):
        assert getattr(theirs, name) == getattr(ours, name)


@pytest.mark.parametrize("runbook", IDS)
def test_japanese_is_japanese(runbook: str, japanese: Library) -> None:
    found = japanese.find(runbook)
    said = [found.title, found.summary, *(one.help for one in found.parameters)]
    said += [text for step in found.steps for text in (step.title, step.prose) if text]
    said += [step.body for step in found.steps if step.kind in SPOKEN]
    reasons = [read_yaml(one.body.encode(), "b").value.get("reason", "") for one in found.steps if one.kind == "change"]
    said += [one for one in reasons if one]
    assert [one for one in said if one.isascii()] == []


def _alerts() -> list[tuple[str, str]]:
    rules = yaml.safe_load((Path(resource_place("lab")) / "alert_rules.yml").read_text(encoding="utf-8"))
    lab = [(rule["alert"], rule["annotations"]["runbook"]) for group in rules["groups"] for rule in group["rules"]]
    ours = [(one.name, one.runbook) for one in METRIC_ALERT_RULES]
    burns = [(name, "error-budget") for name in (BURNS_FAST, BURNS_SLOWLY, RUNS_OUT)]
    connections = [(rule.name, rule.runbook) for rule in (*_BY_ERROR.values(), *_BY_KIND.values())]
    return sorted({*lab, *ours, *burns, *connections, *((name, "") for name in MODEL_ALERTS)})


FOREIGN = {"KubeAPIErrorBudgetBurn"}
"""What rules that others ship call it: kube-prometheus."""


def test_every_alert_that_a_symptom_names_is_told_by_somebody(english: Library) -> None:
    known = {name for name, _ in _alerts()} | FOREIGN
    named = {one.alert for runbook in english.all() for one in runbook.symptoms if one.alert}
    objectives = {"LlmLatencyBudgetBurn"}  # of the lab's own objectives
    assert {one for one in named if "*" not in one} - known - objectives == set()


@pytest.mark.parametrize(("alert", "named"), _alerts())
def test_every_known_alert_finds_a_runbook_by_its_symptoms(alert: str, named: str, english: Library) -> None:
    found = [one.id for one in matching_runbooks(english.all(), alertname=alert)]
    assert found, f"nobody knows what to do about {alert}"
    assert not named or named in found


@pytest.mark.parametrize("alert", ["WebErrorBudgetBurn", "DeliveryErrorBudgetBurn", "LlmLatencyBudgetBurn"])
def test_alerts_of_objectives_find_one_too(alert: str, english: Library) -> None:
    assert "error-budget" in [one.id for one in matching_runbooks(english.all(), alertname=alert)]


def test_every_fault_is_opened_in_its_own_runbook(english: Library) -> None:
    for fault in known_faults():
        best = matching_runbooks(english.all(), diagnosis=fault.key)
        assert [one.id for one in best][:1] == [fault.key]


def test_every_scenario_of_the_lab_has_a_runbook_that_takes_its_parameters(english: Library) -> None:
    lab = SimulatedLab()
    lab.world.places = {"tokens": "/t", "lab-grafana": "http://127.0.0.1:1", "lab-cloudflare": "http://127.0.0.1:2"}
    for scenario in lab.world.scenarios.list():
        runbook: Runbook = english.find(scenario.runbook)
        names = {one.name for one in runbook.parameters}
        assert set(scenario.parameters) <= names, scenario.id
        needed = {one.name for one in runbook.parameters if one.is_required and one.default is None}
        assert needed - set(scenario.parameters) <= {"cluster", "account"}, scenario.id
