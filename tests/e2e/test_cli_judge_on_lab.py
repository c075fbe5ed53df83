"""The release gate and the judge on the real lab with its real Prometheus. Proves L3.2, L3.4, product P3."""

import json

import pytest

from tests.fakes.lab import LabForTests
from tests.fakes.program import start
from tests.fakes.waiting import wait_until


def test_the_gate_of_a_cell_looks_at_objectives_cost_and_carbon(lab: LabForTests) -> None:
    chosen = ["--temp-profile", "--estate", str(lab.at.estate_file)]
    ended = start([*chosen, "gate", "frankfurt", "-o", "json", "--wait", "40"])
    told = json.loads(ended.out)
    assert ended.code == (0 if told["decision"] == "go" else 1), ended.err
    assert {one["topic"] for one in told["checks"] if one["ground"] not in {"unknown", "absent"}} == {
        "slo",
        "cost",
        "carbon",
    }
    assert all(one["query"] for one in told["checks"] if one["topic"] == "slo")
    unknown = start([*chosen, "gate", "atlantis"])
    assert (unknown.code, "There are: tokyo" in unknown.err) == (2, True)


def test_selectors_of_the_same_series_pass(lab: LabForTests) -> None:
    """The lab has a history of days; a service against itself cannot be worse."""
    selector = 'http_server_requests_total{cell="tokyo",service="web"}'
    chosen = ["--temp-profile", "--estate", str(lab.at.estate_file)]
    ended = start([*chosen, "judge", "--baseline", selector, "--canary", selector, "--since", "6h", "-o", "json"])
    told = json.loads(ended.out)
    assert (ended.code, told["verdict"]) == (0, "pass"), ended.err
    assert "http_response_status_code=~" in told["metrics"][0]["query"]
    broken = start([*chosen, "judge", "--baseline", "sum(x)", "--canary", selector])
    assert (broken.code, "is not a series selector" in broken.err) == (2, True)


@pytest.mark.slow
def test_a_bad_canary_fails_with_its_evidence(lab: LabForTests) -> None:
    chosen = ["--temp-profile", "--estate", str(lab.at.estate_file), "judge", "--cell", "tokyo", "-o", "json"]
    lab.start_scenario("bad-canary-errors")
    try:
        wait_until(lambda: '"verdict": "fail"' in start(chosen).out, 180)
        ended = start(chosen)
        (told,) = json.loads(ended.out)
        assert (ended.code, told["metrics"][0]["metric"]) == (1, "errors")
        assert (told["service"], told["rollout"]) == ("personalize", "personalize")
        assert "rollouts_pod_template_hash=" in told["metrics"][0]["query"]
    finally:
        lab.stop_scenario("bad-canary-errors")
