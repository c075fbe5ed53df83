"""Objectives from OpenSLO and Sloth documents: what they mean, and what is wrong with them, with its line.

# proves L3.1
"""

import re
from datetime import datetime
from pathlib import Path

import pytest

from console.domain.slo.calendar_window import CalendarWindow
from console.domain.slo.slo import Slo
from console.estate.slo.load_slos import load_slos
from console.kernel.errors import UserError

DAY_S = 86_400
OPENSLO = """
apiVersion: openslo/v1
kind: SLO
metadata: {name: web, displayName: Web, labels: {cell: tokyo, segment: [b2b, b2c]}}
spec:
  service: web
  indicatorRef: errors
  timeWindow: [{duration: 4w, isRolling: true}]
  budgetingMethod: METHOD
  objectives: [OBJECTIVE]
---
apiVersion: openslo/v1
kind: SLI
metadata: {name: errors}
spec: SPEC
"""
RATIO = '{ratioMetric: {counter: true, good: {metricSource: {spec: {query: "sum(ok_total)"}}}, total: {metricSource: {spec: {query: all_total}}}}}'  # fmt: skip # noqa: E501


def load(tmp_path: Path, text: str) -> tuple[Slo, ...]:
    file = tmp_path / "slo.yaml"
    file.write_text(text)
    return load_slos([file], 30 * DAY_S)


def openslo(tmp_path: Path, method: str = "Occurrences", objective: str = "{target: 0.999}", spec: str = RATIO) -> Slo:
    text = OPENSLO.replace("METHOD", method).replace("OBJECTIVE", objective).replace("SPEC", spec)
    [slo] = load(tmp_path, text)
    return slo


def expression(slo: Slo) -> str:
    return " ".join(slo.indicator.error_ratio("5m").split())


def test_counters_become_rates_of_the_window(tmp_path: Path) -> None:
    slo = openslo(tmp_path)
    total = "(sum(rate(all_total[5m])))"
    assert expression(slo) == f"({total} - ((sum(rate(ok_total[5m]))) or 0 * {total})) / {total}"
    assert (slo.percent, slo.period_s, slo.labels) == (99.9, 28 * DAY_S, {"cell": "tokyo", "segment": "b2b,b2c"})


def test_labels_get_names_that_prometheus_takes(tmp_path: Path) -> None:
    labels = "{app.kubernetes.io/part-of: shop, 1st: a, équipe: b, _x9: c}"
    text = OPENSLO.replace("METHOD", "Occurrences").replace("OBJECTIVE", "{target: 0.9}").replace("SPEC", RATIO)
    (slo,) = load(tmp_path, re.sub(r"labels: \{.*?\}", f"labels: {labels}", text))
    assert slo.labels == {"app_kubernetes_io_part_of": "shop", "_1st": "a", "_quipe": "b", "_x9": "c"}


def test_comments_in_a_query_hide_nothing_that_follows_it(tmp_path: Path) -> None:
    query = r"# good ones\nsum(rate(ok_total{path=\"#top\"}[5m])) # of all"
    found = expression(openslo(tmp_path, spec=RATIO.replace("sum(ok_total)", query)))
    assert 'sum(rate(ok_total{path="#top"}[5m]))' in found
    assert "good ones" not in found
    assert "of all" not in found


def test_bad_events_are_counted_as_such(tmp_path: Path) -> None:
    slo = openslo(tmp_path, spec=RATIO.replace("good:", "bad:"))
    assert expression(slo) == "(sum(rate(ok_total[5m]))) / (sum(rate(all_total[5m])))"


def test_timeslices_count_slices_that_reach_their_target(tmp_path: Path) -> None:
    objective = "{target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: 1m, op: gt}"
    ratio = "(sum(rate(ok_total[1m]))) / (sum(rate(all_total[1m])))"
    found = expression(openslo(tmp_path, "Timeslices", objective))
    assert found == f"(1 - avg_over_time(((({ratio}) > -1) > bool 0.95)[5m:1m]))"


def test_ratio_timeslices_average_the_slices(tmp_path: Path) -> None:
    found = expression(openslo(tmp_path, "RatioTimeslices", "{target: 0.99, timeSliceWindow: 1m}"))
    assert found == "(1 - avg_over_time((((sum(rate(ok_total[1m]))) / (sum(rate(all_total[1m])))) > -1)[5m:1m]))"


@pytest.mark.parametrize("source", ["Datadog", "datadog", "NewRelic", "Cloud-Watch", "GrafanaLoki"])
def test_a_query_in_another_language_is_not_taken_for_promql(tmp_path: Path, source: str) -> None:
    """OpenSLO's own examples ask Datadog; rules with such queries are refused by Prometheus, and all beside them."""
    spec = '{metricSource: {type: SOURCE, spec: {query: "sum:hits{*}.as_count()"}}}'.replace("SOURCE", source)
    with pytest.raises(UserError, match=f"queries of {source} are no PromQL"):
        openslo(tmp_path, spec=f"{{ratioMetric: {{counter: true, good: {spec}, total: {spec}}}}}")


@pytest.mark.parametrize(("kind", "is_refused"), [("Datadog", True), ("Prometheus", False), ("[1]", False)])
def test_a_source_may_be_described_in_a_document_of_its_own(tmp_path: Path, kind: str, is_refused: bool) -> None:
    source = f"apiVersion: openslo/v1\nkind: DataSource\nmetadata: {{name: main}}\nspec: {{type: {kind}}}\n---"
    metric = "{thresholdMetric: {metricSource: {metricSourceRef: main, spec: {query: latency_s}}}}"
    text = OPENSLO.replace("METHOD", "Occurrences").replace("OBJECTIVE", "{op: lte, value: 1, target: 0.9}")
    text = source + text.replace("SPEC", metric)
    if not is_refused:
        assert len(load(tmp_path, text)) == 1
        return
    with pytest.raises(UserError, match=r"slo.yaml:19:\d+: spec.thresholdMetric.*queries of Datadog are no PromQL"):
        load(tmp_path, text)


@pytest.mark.parametrize("source", ["Prometheus", "prometheus", "Mimir", "AmazonPrometheus", ""])
def test_a_source_that_speaks_promql_may_have_any_name(tmp_path: Path, source: str) -> None:
    metric = f'{{metricSource: {{type: "{source}", spec: {{query: latency_s}}}}}}'
    assert openslo(tmp_path, objective="{op: lte, value: 1, target: 0.9}", spec=f"{{thresholdMetric: {metric}}}")


@pytest.mark.parametrize("method", ["Timeslices", "RatioTimeslices"])
@pytest.mark.parametrize("spec", [RATIO, '{thresholdMetric: {metricSource: {spec: {query: "latency_s"}}}}'])
def test_a_window_shorter_than_a_slice_takes_the_last_slice(tmp_path: Path, method: str, spec: str) -> None:
    # proves L3.1: of slices of an hour five minutes hold none most of the time, and the alert on them would not fire
    objective = "{target: 0.99, op: lt, value: 1, timeSliceTarget: 0.95, timeSliceWindow: 1h}"
    found = expression(openslo(tmp_path, method, objective, spec))
    assert found.count("[5m:1h]) or avg_over_time(") == found.count("[1h:1h])") == 1


def test_the_length_of_a_slice_may_be_a_number_of_minutes(tmp_path: Path) -> None:
    assert "[5m:3m]" in expression(openslo(tmp_path, "RatioTimeslices", "{target: 0.99, timeSliceWindow: 3}"))


@pytest.mark.parametrize("length", ["0m", "0", "99999w"])
def test_a_slice_has_a_length(tmp_path: Path, length: str) -> None:
    with pytest.raises(UserError, match="is no duration such as 5m"):
        openslo(tmp_path, "RatioTimeslices", f"{{target: 0.99, timeSliceWindow: {length}}}")


COMPOSITE = """
apiVersion: openslo/v1
kind: SLO
metadata: {name: shop}
spec:
  service: web
  timeWindow: [{duration: 4w, isRolling: true}]
  budgetingMethod: Occurrences
  objectives:
    - {displayName: Answers, target: 0.999, compositeWeight: 3, indicatorRef: answers}
    - {displayName: Pages, targetPercent: 99.5, indicatorRef: pages}
---
{apiVersion: openslo/v1, kind: SLI, metadata: {name: answers}, spec: {ratioMetric: {rawType: failure, raw: {metricSource: {spec: {query: a}}}}}}
---
{apiVersion: openslo/v1, kind: SLI, metadata: {name: pages}, spec: {ratioMetric: {rawType: failure, raw: {metricSource: {spec: {query: b}}}}}}
"""  # noqa: E501


def test_a_composite_is_the_weighted_mean_of_its_parts_and_alone_has_alerts(tmp_path: Path) -> None:
    first, second, whole = load(tmp_path, COMPOSITE)
    assert (first.name, second.name, whole.name) == ("shop-1", "shop-2", "shop")
    assert whole.percent == 99.8  # (3 * 99.9 + 1 * 99.5) / 4
    parts = (expression(one) for one in (first, second))
    assert expression(whole) == "((3.0 * avg({}) + 1.0 * avg({})) / 4.0)".format(*parts)
    assert (first.alerting.name, second.alerting.name, whole.alerting.name) == ("", "", "SloBurn_web_shop")


def test_two_targets_of_one_indicator_are_no_composite(tmp_path: Path) -> None:
    text = OPENSLO.replace("METHOD", "Occurrences").replace("OBJECTIVE", "{target: 0.99}, {target: 0.9}")
    assert [one.name for one in load(tmp_path, text.replace("SPEC", RATIO))] == ["web-1", "web-2"]


def test_a_threshold_counts_the_share_of_samples_beyond_it(tmp_path: Path) -> None:
    spec = '{thresholdMetric: {metricSource: {spec: {query: "latency_s"}}}}'
    found = expression(openslo(tmp_path, objective="{target: 0.99, op: lte, value: 0.5}", spec=spec))
    assert found == "(1 - avg(avg_over_time(((latency_s) <= bool 0.5)[5m:])))"


def test_a_query_that_holds_the_window_stays_as_it_is(tmp_path: Path) -> None:
    spec = RATIO.replace("sum(ok_total)", "sum(increase(ok_total[{{.window}}]))")
    assert "sum(increase(ok_total[5m]))" in expression(openslo(tmp_path, spec=spec))


@pytest.mark.parametrize("counter", ["true", "false"])
@pytest.mark.parametrize(
    ("total", "wanted"),
    [
        ("sum(rate(all_total[5m]))", "sum(rate(all_total[1h]))"),
        ("rate(all_total[1h30m])", "sum(rate(all_total[1h]))"),
        ("sum(increase(all_total[30d] offset 1m)) by (job)", "sum(sum(increase(all_total[1h] offset 1m)) by (job))"),
        (
            "sum(rate(all_total[5m])) - sum by (job) (rate(some_total{path=~'/[{](id)[5m]'}[5m])) or vector(0)",
            "sum(sum(rate(all_total[1h])) - sum by (job) (rate(some_total{path=~'/[{](id)[5m]'}[1h])) or vector(0))",
        ),
    ],
)
def test_rates_over_a_window_of_their_own_are_taken_over_the_one_asked_for(
    tmp_path: Path, counter: str, total: str, wanted: str
) -> None:
    spec = RATIO.replace("good:", "bad:").replace("counter: true", f"counter: {counter}")
    spec = spec.replace("query: all_total", f'query: "{total}"').replace("sum(ok_total)", "sum(rate(bad_total[5m]))")
    indicator = openslo(tmp_path, spec=spec).indicator
    assert " ".join(indicator.error_ratio("1h").split()) == f"(sum(rate(bad_total[1h]))) / ({wanted})"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("sum(irate(all_total[5m]))", "sum(avg_over_time((sum(irate(all_total[5m])))[5m:]))"),
        ("sum(rate(all_total[5m])) * 60", "sum(avg_over_time((sum(rate(all_total[5m])) * 60)[5m:]))"),
        ("sum(a_total) + sum(b_total{p='rate(x)'})", "sum(rate((sum(a_total) + sum(b_total{p='rate(x)'}))[5m:]))"),
        ("all_total{path='/v1/{id}'}", "sum(rate(all_total{path='/v1/{id}'}[5m]))"),
    ],
)
def test_what_is_per_second_already_is_not_taken_for_a_counter(tmp_path: Path, query: str, wanted: str) -> None:
    spec = RATIO.replace("good:", "bad:").replace("query: all_total", f'query: "{query}"')
    assert expression(openslo(tmp_path, spec=spec)) == f"(sum(rate(ok_total[5m]))) / ({wanted})"


def test_a_value_that_goes_up_and_down_is_sampled(tmp_path: Path) -> None:
    spec = RATIO.replace("good:", "bad:").replace("counter: true", "counter: false")
    sums = "(sum(sum_over_time((sum(ok_total))[5m:]))) / (sum(sum_over_time((all_total)[5m:])))"
    assert expression(openslo(tmp_path, spec=spec)) == sums


def test_a_calendar_month_lasts_thirty_days(shared_dir: Path) -> None:
    file = shared_dir / "oracles/openslo/examples/budgeting-method/timeslices-slo.yaml"
    internal, agreed = load_slos([file], 30 * DAY_S)
    assert (internal.period_s, internal.percent, agreed.percent) == (30 * DAY_S, 99.5, 99)
    assert internal.calendar == CalendarWindow(datetime.fromisoformat("2022-01-01 12:00"), "America/New_York", 1, "m")
    assert internal.id != agreed.id


@pytest.mark.parametrize(
    ("replaced", "by", "wanted"),
    [
        ("{target: 0.999}", "{target: 1.5}", ":10:"),
        ("{target: 0.999}", "{}", "target or targetPercent"),
        ("Occurrences", "Sometimes", "Occurrences, Timeslices, RatioTimeslices"),
        ("Occurrences", "Timeslices", "timeSliceWindow"),
        ("indicatorRef: errors", "indicatorRef: others", "'others' is not in these files"),
        ("4w", "4x", "'4x' is no duration"),
        ("4w, isRolling: true", "1d, calendar: {startTime: soon, timeZone: UTC}", "'soon' is no moment"),
        (
            "4w, isRolling: true",
            "1d, calendar: {startTime: 2026-01-01, timeZone: Mars/Base}",
            "'Mars/Base' is no time zone",
        ),
        ("4w, isRolling: true", "1d, calendar: {startTime: 2026-01-01, timeZone: ../x}", "'../x' is no time zone"),
        ("service: web", "service: 'a b'", "service"),
        ("openslo/v1\nkind: SLO", "openslo/v9\nkind: SLO", "openslo/v1"),
        ("kind: SLO", "kind: Nonsense", "neither OpenSLO v1"),
        ("query: all_total", "nothing: all_total", "query is missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, replaced: str, by: str, wanted: str) -> None:
    text = OPENSLO.replace("METHOD", "Occurrences").replace("OBJECTIVE", "{target: 0.999}").replace("SPEC", RATIO)
    assert replaced in text
    with pytest.raises(UserError) as caught:
        load(tmp_path, text.replace(replaced, by))
    assert wanted in str(caught.value)
    assert "slo.yaml:" in str(caught.value)


def test_lines_are_counted_from_the_beginning_of_the_file(tmp_path: Path) -> None:
    text = OPENSLO.replace("METHOD", "Occurrences").replace("OBJECTIVE", "{target: 0.999}").replace("SPEC", "{}")
    line = 1 + text.count("\n", 0, text.index("spec: {}"))
    with pytest.raises(UserError, match=f"slo.yaml:{line}:"):
        load(tmp_path, text)


def test_a_document_may_be_a_list_of_objects(tmp_path: Path) -> None:
    text = OPENSLO.replace("METHOD", "Occurrences").replace("OBJECTIVE", "{target: 0.999}").replace("SPEC", RATIO)
    parts = ("- " + part.strip().replace("\n", "\n  ") for part in text.split("---"))
    listed = "\n".join(parts)
    assert [one.name for one in load(tmp_path, listed)] == ["web"]
    line = 1 + listed.count("\n", 0, listed.index("query: all_total"))
    with pytest.raises(UserError, match=f"slo.yaml:{line}:.*query is missing"):
        load(tmp_path, listed.replace("query: all_total", "nothing: all_total"))
    with pytest.raises(UserError, match=r"slo\.yaml:1:1: this is neither OpenSLO v1"):
        load(tmp_path, "- 1\n- {kind: SLO}\n")


def test_two_objectives_of_one_name_are_refused(tmp_path: Path) -> None:
    text = 'version: prometheus/v1\nservice: a\nslos:\n' + 2 * (
        '  - {name: x, objective: 99, sli: {raw: {error_ratio_query: "e[{{.window}}]"}}, alerting: {name: A}}\n'
    )  # fmt: skip
    with pytest.raises(UserError, match="Two objectives are called x"):
        load(tmp_path, text)


@pytest.mark.parametrize("text", ["a: &a [*a]", "- " * 200_000, "!!python/object:os.system {}", "\x00", "a: b: c"])
def test_hostile_documents_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError):
        load(tmp_path, text)


OBJECT = """
apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {name: web, namespace: monitoring}
spec:
  service: web
  labels: {owner: shop, pageAlert: kept}
  slos:
    - name: answers
      objective: 99.9
      sli: {events: {errorQuery: 'sum(rate(e[{{.window}}]))', totalQuery: 'sum(rate(a[{{.window}}]))'}}
      alerting: {name: WebErrors, pageAlert: {labels: {severity: page}}, ticketAlert: {disable: true}}
    - name: quick
      objective: 99
      sli: {raw: {errorRatioQuery: 'avg(slow[{{.window}}])'}}
      alerting: {name: WebSlow}
"""


def test_the_object_of_sloths_operator_says_the_same_as_its_document(tmp_path: Path) -> None:
    """Proves L3.1, L3.3: in clusters the objectives of Sloth are written as these objects."""
    words = [("errorQuery", "error_query"), ("totalQuery", "total_query"), ("errorRatioQuery", "error_ratio_query")]
    head, spec = OBJECT.split("spec:\n")
    text = "version: prometheus/v1\n" + spec.replace("\n  ", "\n").removeprefix("  ")
    for ours, theirs in [*words, (" pageAlert: {", " page_alert: {"), ("ticketAlert", "ticket_alert")]:
        text = text.replace(ours, theirs)
    found = load(tmp_path, OBJECT)
    assert found == load(tmp_path, text)
    answers, quick = found
    assert (answers.id, answers.labels) == ("web-answers", {"owner": "shop", "pageAlert": "kept"})
    assert (answers.alerting.page.labels, answers.alerting.ticket.enabled) == ({"severity": "page"}, False)
    assert expression(quick) == "(avg(slow[5m]))"
    with pytest.raises(UserError, match=r"slo.yaml:9:7: spec.slos\[0\]"):
        load(tmp_path, OBJECT.replace("objective: 99.9", "goal: 99.9"))
    with pytest.raises(UserError, match='"service" is missing'):
        load(tmp_path, head + "spec: []")
