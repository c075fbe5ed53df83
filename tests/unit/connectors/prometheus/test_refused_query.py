"""A server that refuses one query, or answers it with what cannot be read: the others are told all the same."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from connectors.prometheus.allocation_query import REQUESTED_CORES
from connectors.prometheus.allocation_reading import AllocationReading
from connectors.prometheus.energy_reading import EnergyReading
from connectors.prometheus.load_reading import LoadReading
from connectors.prometheus.service_load_reading import ServiceLoadReading
from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.slo_reading import SloReading
from connectors.registry import BuildContext
from console.domain.capacity.service_load import ServiceLoad
from console.domain.carbon.energy_use import EnergyUse, RunPrice
from console.domain.cost_course import CostCourse
from console.domain.course_gap import CourseGap
from console.domain.load_course import FAILED, LOAD_MEASURES, LoadCourse
from console.domain.slo.slo_status import SloStatus
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.services.metric_facts import metric_facts
from tests.fakes.fault_server import Asked, Behaviour, FaultServer, answering
from tests.fakes.manual_clock import ManualClock
from tests.fakes.prometheus_connection import Connect, FixedVault, estate_of

WORDS = "query processing would load too many samples into memory in query execution"
REFUSAL = answering(422, {"status": "error", "errorType": "execution", "error": WORDS})
UNREADABLE = answering(200, {"status": "success", "data": 5})
LABELS = {"cell": "tokyo", "service": "web"}
DOCUMENT = """
version: prometheus/v1
service: web
slos:
  - name: good
    objective: 99
    sli: {raw: {error_ratio_query: "sum(rate(fine_total[{{.window}}]))"}}
    alerting: {name: A}
  - name: bad
    objective: 99
    sli: {raw: {error_ratio_query: "sum(rate(wrong_total[{{.window}}]))"}}
    alerting: {name: B}
"""


def playing(*marks: str, trouble: Behaviour = REFUSAL) -> Behaviour:
    """Answer queries that hold one of the marks with trouble, all others with one half for the service of the cell."""

    async def answer(asked: Asked, writer: Any) -> None:
        form = {name: texts[0] for name, texts in parse_qs(asked.body.decode()).items()}
        if any(mark in form["query"] for mark in marks):
            await trouble(asked, writer)
            return
        if asked.target.endswith("query_range"):
            start, end, step = (float(form[name]) for name in ("start", "end", "step"))
            values = [[start + place * step, "0.5"] for place in range(int((end - start) / step) + 1)]
            data = {"resultType": "matrix", "result": [{"metric": LABELS, "values": values}]}
        else:
            data = {"resultType": "vector", "result": [{"metric": LABELS, "value": [1, "0.5"]}]}
        await answering(200, {"status": "success", "data": data})(asked, writer)

    return answer


@pytest.mark.parametrize("trouble", [REFUSAL, UNREADABLE], ids=["refused", "unreadable"])
@pytest.mark.parametrize(
    ("mark", "missing", "has_prices"), [("kepler", "joules", True), ("node_ram_hourly_cost", "", False)]
)
def test_a_refused_measure_of_energy_is_not_told(
    runtime: Runtime, connect: Connect, trouble: Behaviour, mark: str, missing: str, has_prices: bool
) -> None:
    with FaultServer(runtime, playing(mark, trouble=trouble)) as server:
        estate = estate_of(server.url, "tokyo")
        plan = SignalPlan.of(estate.prometheus[0], estate)
        connector = connect(server.url, estate=estate)
        rows = runtime.run(EnergyReading("prom", plan, lambda: connector.metrics, ManualClock()).read(), 30)
    [use] = [one for one in rows if isinstance(one, EnergyUse)]
    assert use.requests[-1] == 0.5
    assert missing not in dict(use.queries)
    assert (use.joules[-1] is None) is (missing == "joules")
    assert any(isinstance(one, RunPrice) for one in rows) is has_prices


def service_loads(runtime: Runtime, connect: Connect, behaviour: Behaviour) -> tuple[ServiceLoad, ...]:
    with FaultServer(runtime, behaviour) as server:
        estate = estate_of(server.url, "tokyo")
        options = estate.prometheus[0]
        connector = connect(server.url, estate=estate)
        plan = SignalPlan.of(options, estate)
        reading = ServiceLoadReading(options, plan, lambda: connector.metrics, ManualClock(), runtime)
        return runtime.run(reading.read(), 30)


def test_a_refused_measure_of_a_load_is_not_told(runtime: Runtime, connect: Connect) -> None:
    [whole] = service_loads(runtime, connect, playing())
    [row] = service_loads(runtime, connect, playing("histogram_quantile"))
    assert whole.points[0].latency_s == 0.5
    assert row.points[0].latency_s is None
    assert row.mean_rps == whole.mean_rps == 0.5
    assert set(dict(row.queries)) == {"load", "cores", "used"}


def day_rows(runtime: Runtime, connect: Connect, kind: Any, behaviour: Behaviour) -> tuple[Any, ...]:
    price = {"cpu_core_hour": 1.0, "memory_gib_hour": 0.5, "currency": "EUR", "source": "our contract"}
    with FaultServer(runtime, behaviour) as server:
        estate = estate_of(server.url, "tokyo", node_price=price)
        connector = connect(server.url, estate=estate)
        context = BuildContext(runtime, FixedVault(), ManualClock(), Path(), estate)
        more = ({},) if kind is AllocationReading else ()
        found: tuple[Any, ...] = runtime.run(
            kind(estate.prometheus[0], context, lambda: connector.metrics, *more).read(), 30
        )
        return found


@pytest.mark.parametrize("trouble", [REFUSAL, UNREADABLE], ids=["refused", "unreadable"])
def test_a_refused_measure_of_the_days_leaves_the_others_and_is_told(
    runtime: Runtime, connect: Connect, trouble: Behaviour
) -> None:
    rows = day_rows(runtime, connect, LoadReading, playing("5..", trouble=trouble))
    assert {one.measure for one in rows if isinstance(one, LoadCourse)} == {one.key for one in LOAD_MEASURES} - {FAILED}
    [gap] = [one for one in rows if isinstance(one, CourseGap)]
    assert (gap.measure, bool(gap.error)) == (FAILED, True)
    with pytest.raises(ConnectorError):
        day_rows(runtime, connect, LoadReading, playing("", trouble=trouble))


@pytest.mark.parametrize("trouble", [REFUSAL, UNREADABLE], ids=["refused", "unreadable"])
def test_a_refused_query_of_the_costs_leaves_the_others_and_is_told(
    runtime: Runtime, connect: Connect, trouble: Behaviour
) -> None:
    rows = day_rows(runtime, connect, AllocationReading, playing('resource="cpu"', trouble=trouble))
    [course] = [one for one in rows if isinstance(one, CostCourse) and one.workload == ""]
    assert course.spans[-1].cpu > 0
    refused = [one for one in rows if isinstance(one, CourseGap) and one.error]
    assert [one.query for one in refused] == [REQUESTED_CORES]
    assert course.spans[-1].used is None, "nobody tells what was requested"
    with pytest.raises(ConnectorError):
        day_rows(runtime, connect, AllocationReading, playing("", trouble=trouble))


def test_what_workloads_cost_that_is_refused_does_not_seem_idle(runtime: Runtime, connect: Connect) -> None:
    rows = day_rows(runtime, connect, AllocationReading, playing("cpu"))
    assert {one.workload for one in rows if isinstance(one, CostCourse)} == {"__disks__"}
    assert len([one for one in rows if isinstance(one, CourseGap) and one.error]) == 5


def objectives(runtime: Runtime, connect: Connect, folder: Path, behaviour: Behaviour) -> dict[str, SloStatus]:
    (folder / "slo.yaml").write_text(DOCUMENT)
    with FaultServer(runtime, behaviour) as server:
        estate = Estate.model_validate(
            {"name": "test", "prometheus": [{"key": "prom", "url": server.url}], "slos": ["slo.yaml"]}
        )
        connector = connect(server.url, folder=folder, estate=estate)
        context = BuildContext(runtime, FixedVault(), ManualClock(), folder, estate)
        found = runtime.run(SloReading("prom", context, lambda: connector.metrics).read(), 30)
    return {one.ref.name: one for one in found}


@pytest.mark.parametrize(
    ("trouble", "words"), [(REFUSAL, WORDS), (UNREADABLE, "cannot be read")], ids=["refused", "unreadable"]
)
def test_an_objective_whose_query_is_refused_says_why_and_hides_no_other(
    runtime: Runtime, connect: Connect, tmp_path: Path, trouble: Behaviour, words: str
) -> None:
    found = objectives(runtime, connect, tmp_path, playing("wrong_total", trouble=trouble))
    good, bad = found["good"], found["bad"]
    assert (good.error_ratio, good.burn_rate(3600), good.error) == (0.5, pytest.approx(50), "")
    assert (bad.error_ratio, bad.burn_rate(3600), bad.known_s) == (None, None, None)
    assert words in bad.error


def test_a_period_that_is_too_much_for_the_server_leaves_the_short_windows(
    runtime: Runtime, connect: Connect, tmp_path: Path
) -> None:
    bad = objectives(runtime, connect, tmp_path, playing("wrong_total[30d]"))["bad"]
    assert bad.error_ratio is None
    assert WORDS in bad.error
    assert bad.burn_rate(3600) == pytest.approx(50)


def test_data_that_could_not_be_asked_for_is_not_taken_for_missing(
    runtime: Runtime, connect: Connect, tmp_path: Path
) -> None:
    good = objectives(runtime, connect, tmp_path, playing("count_over_time"))["good"]
    assert (good.error_ratio, good.known_s) == (0.5, None)
    assert WORDS in good.error


def test_a_server_that_refuses_everything_is_told_as_failing(
    runtime: Runtime, connect: Connect, tmp_path: Path
) -> None:
    with pytest.raises(ConnectorError, match="too many samples") as caught:
        objectives(runtime, connect, tmp_path, playing(""))
    assert caught.value.kind is ErrorKind.REJECTED


def test_a_server_that_is_out_of_order_hides_all_objectives(runtime: Runtime, connect: Connect, tmp_path: Path) -> None:
    with pytest.raises(ConnectorError) as caught:
        objectives(runtime, connect, tmp_path, playing("wrong_total", trouble=answering(500, b"{}")))
    assert caught.value.kind is ErrorKind.UNREACHABLE


def test_what_a_compatible_server_refuses_to_tell_of_itself_is_left_out(runtime: Runtime, connect: Connect) -> None:
    vector = {"status": "success", "data": {"resultType": "vector", "result": []}}
    unsupported = {"status": "error", "errorType": "bad_data", "error": "not supported here"}

    async def only_queries(asked: Asked, writer: Any) -> None:
        await answering(*((200, vector) if asked.target == "/api/v1/query" else (400, unsupported)))(asked, writer)

    with FaultServer(runtime, only_queries) as server:
        connector = connect(server.url, estate=estate_of(server.url, "tokyo"))
        assert runtime.run(connector.check()) == "Prometheus-compatible server"
        facts = runtime.run(metric_facts(connector.directory))
    assert {(one.text, one.good) for one in facts} == {("not told by this server", False)}
