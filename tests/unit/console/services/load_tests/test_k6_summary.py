"""Summaries of k6 in its three formats (proves L4.4)."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.kernel.errors import UserError
from console.services.load_tests.k6_summary import read_k6

TREND = {"avg": 210.5, "min": 20.0, "med": 180.0, "max": 2100.0, "p(90)": 400.0, "p(95)": 620.0, "p(99)": 1600.0}
EXPORT = {
    "metrics": {
        "http_req_duration": {**TREND, "thresholds": {"p(95)<800": False, "p(99)<1500": True}},
        "http_req_failed": {"passes": 12, "fails": 5988, "value": 0.002, "thresholds": {"rate<=0.01": False}},
        "http_reqs": {"count": 6000, "rate": 50.0},
        "vus_max": {"value": 50, "min": 50, "max": 50},
        "checks": {"passes": 5988, "fails": 12, "value": 0.998, "thresholds": {"rate>0.9": False}},
    },
    "root_group": {"name": "", "path": "", "id": "d41d8", "groups": {}, "checks": {}},
}
HANDLED = {
    "root_group": {"name": "", "path": "", "groups": [], "checks": []},
    "options": {"summaryTrendStats": ["avg", "p(95)"], "noColor": False},
    "state": {"isStdOutTTY": False, "isStdErrTTY": False, "testRunDurationMs": 120_000.0},
    "metrics": {
        "http_req_duration": {
            "type": "trend", "contains": "time", "values": TREND,
            "thresholds": {"p(95)<800": {"ok": True}, "p(99)<1500": {"ok": False}},
        },
        "http_req_failed": {
            "type": "rate", "contains": "default", "values": {"rate": 0.002, "passes": 12, "fails": 5988},
            "thresholds": {"rate<=0.01": {"ok": True}},
        },
        "http_reqs": {"type": "counter", "contains": "default", "values": {"count": 6000, "rate": 50.0}},
        "vus_max": {"type": "gauge", "contains": "default", "values": {"value": 50, "min": 50, "max": 50}},
    },
}  # fmt: skip
NEW = {
    "version": "1.0.0",
    "metadata": {"generatedAt": "2026-10-15T10:30:45.123Z", "k6Version": "1.3.0"},
    "config": {"execution": "local", "script": "load_test.js", "duration": 120.0},
    "results": {
        "passed": False,
        "metrics": [
            {"name": "http_reqs", "type": "counter", "contains": "default", "category": "http",
             "values": {"count": 6000, "rate": 50.0}},
            {"name": "http_req_duration", "type": "trend", "contains": "time", "category": "http",
             "values": {**TREND, "count": 6000}},
            {"name": "http_req_failed", "type": "rate", "contains": "default", "category": "http",
             "values": {"rate": 0.002, "passes": 5988, "fails": 12}},
            {"name": "vus_max", "type": "gauge", "contains": "default", "category": "execution",
             "values": {"value": 50, "min": 50, "max": 50}},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("summary", [EXPORT, HANDLED, NEW], ids=["export", "handleSummary", "machine-readable"])
def test_all_formats_say_the_same(summary: object) -> None:
    found = read_k6(json.dumps(summary))
    assert (found.requests, found.failed, found.users) == (6000, 12, 50)
    assert found.duration_s == pytest.approx(120)
    assert found.mean_ms == 210.5
    assert dict(found.latencies) == {50.0: 180.0, 90.0: 400.0, 95.0: 620.0, 99.0: 1600.0}


def test_the_export_calls_a_crossed_limit_true_and_is_understood() -> None:
    kept = {one.name: one.kept for one in read_k6(json.dumps(EXPORT)).limits}
    assert kept == {
        "http_req_duration p(95)<800": True,
        "http_req_duration p(99)<1500": False,
        "http_req_failed rate<=0.01": True,
        "checks rate>0.9": True,
    }
    assert {one.name: one.kept for one in read_k6(json.dumps(HANDLED)).limits}.items() <= kept.items()


def test_a_limit_that_is_not_understood_is_taken_as_k6_said_it() -> None:
    told = {"metrics": {"http_reqs": {"count": 1}, "x": {"thresholds": {"weird()": True, "odd()": False}}}}
    assert {one.name: one.kept for one in read_k6(json.dumps(told)).limits} == {"x weird()": False, "x odd()": True}


def test_the_newest_format_tells_that_limits_were_crossed_and_not_which() -> None:
    assert [(one.name, one.kept) for one in read_k6(json.dumps(NEW)).limits] == [("results.passed", False)]
    assert read_k6(json.dumps(NEW).replace('"passed": false', '"passed": true')).limits == ()


def test_the_newest_format_tells_when_it_was_made() -> None:
    assert read_k6(json.dumps(NEW)).at_s == pytest.approx(1_792_060_245.123)
    assert read_k6(json.dumps(NEW).replace("generatedAt", "generated_at")).at_s == pytest.approx(1_792_060_245.123)
    assert read_k6(json.dumps(HANDLED)).at_s is None


def test_a_summary_is_found_in_the_log_of_a_pod() -> None:
    log = f'time="2026-10-15T10:00:00Z" level=warning msg="slow"\n{{broken\n{json.dumps(HANDLED)}\n'
    assert read_k6(log).requests == 6000


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"metrics": 3}', "[" * 100_000, '{"metrics": {"vus": {"max": 1}}}'])
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError):
        read_k6(text)


@pytest.mark.parametrize("wrong", [1e309, float("nan"), -5, True, "6000", None, [], 1e16])
def test_numbers_that_are_none_do_not_get_in(wrong: object) -> None:
    summary = {"metrics": {"http_reqs": {"count": 10, "rate": wrong}, "http_req_duration": {"p(95)": wrong}}}
    found = read_k6(json.dumps(summary))
    assert (found.requests, found.latencies, found.duration_s) == (10, (), None)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["metrics", "values", "thresholds", "http_reqs", "count", "p(95)", "x"]), inner
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(json_values)
def test_no_document_breaks_the_reader(value: object) -> None:
    try:
        found = read_k6(json.dumps(value))
    except UserError:
        return
    assert found.requests >= 0
