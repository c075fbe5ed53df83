"""The cost connector against the lab's cost service: both hold to OpenCost's contract (proves L6.1, L6.2)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.opencost.api import WORKLOADS
from console.domain.cost import Allocation
from console.domain.cost_course import CostCourse
from console.domain.price.course_days import course_days
from console.domain.price.resource_cost import resource_cost, total_efficiency
from console.kernel.errors import ConnectorError, ErrorKind
from console.lab.outside.opencost.cost_window import window_of
from console.ports.cost import CostReader
from tests.fakes.contract import Contract
from tests.fakes.contract_transport import watch_all
from tests.fakes.exposition_reader import read_exposition
from tests.fakes.fault_server import Asked, FaultServer, answering
from tests.fakes.green_lab import GreenLab, green_lab

OWN = Path(__file__).resolve().parents[1] / "data" / "contracts"
GIB = 1 << 30


@pytest.fixture(scope="module")
def green(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GreenLab]:
    with green_lab(tmp_path_factory.mktemp("green")) as found:
        yield found


def reader_of(connector: Any) -> CostReader:
    reader: CostReader = connector.offers(CostReader)
    return reader


def test_every_exchange_is_in_the_contract(green: GreenLab, shared_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = Contract((shared_dir / "contracts" / "opencost.json", OWN / "opencost-more.json"))
    violations = watch_all(monkeypatch, contract)
    connector = green.connect("lab-opencost")
    assert green.runtime.run(connector.check(), 20) == "OpenCost, amounts in USD: lab"
    api = reader_of(connector)
    assert green.runtime.run(api.allocation("2d", "namespace", "1d"), 20)
    assert green.runtime.run(connector.sources()[0]._read(), 20)
    [*nodes] = green.runtime.run(connector.sources()[1]._read(), 20)
    [cloud] = green.runtime.run(connector.sources()[2]._read(), 20)
    assert violations == []
    assert contract.seen == {"GET /allocation/compute", "GET /assets", "GET /cloudCost"}
    assert len(nodes) == len(green.lab.world.blueprint.nodes)
    assert cloud.total == pytest.approx(sum(node.total for node in nodes))
    assert (cloud.service, cloud.kubernetes_share, cloud.currency) == ("AmazonEC2", 1.0, "USD")


def allocations(green: GreenLab, window: str, aggregate: str = WORKLOADS, step: str = "") -> tuple[Allocation, ...]:
    return green.runtime.run(reader_of(green.connect("lab-opencost")).allocation(window, aggregate, step), 30)


def test_workloads_belong_to_the_cells_of_their_namespaces(green: GreenLab) -> None:
    rows = allocations(green, "1h")
    cells = {cell.name for cell in green.lab.world.blueprint.cells}
    assert {row.cell for row in rows} == cells | {""}
    web = next(row for row in rows if (row.cell, row.workload) == ("tokyo", "Deployment/web"))
    assert (web.namespace, web.currency, web.to_s - web.from_s) == ("cell-tokyo", "USD", 3600)
    assert web.total == pytest.approx(web.cpu + web.ram)
    assert web.efficiency is not None
    assert 0.05 < web.efficiency < 1.5
    assert all(row.cell == "" for row in rows if row.namespace == "kube-system")
    assert not any(row.is_idle for row in rows)
    assert len({row.ref for row in rows}) == len(rows)


def test_the_present_rate_is_what_the_labs_metrics_say(green: GreenLab) -> None:
    """Cost now = allocated cores x price + allocated GiB x price, both read from the lab's exposition."""
    green.lab.run(2)
    start_s, now_s = green.lab.world.clock.start_s, green.lab.now_s
    window = f"{int(start_s)},{int(now_s)}"
    rows = allocations(green, window)
    samples = read_exposition(green.lab.world.metrics_text())
    prices = {
        (key, labels["region"]): value
        for key in ("node_cpu_hourly_cost", "node_ram_hourly_cost")
        for labels, value in ((dict(one), value) for one, value in samples.named(key).items())
    }
    region = {cell.name: cell.region for cell in green.lab.world.blueprint.cells}
    for cell in ("tokyo", "frankfurt"):
        cores = sum(samples.named("container_cpu_allocation", cell=cell).values())
        gib = sum(samples.named("container_memory_allocation_bytes", cell=cell).values()) / GIB
        hourly = cores * prices["node_cpu_hourly_cost", region[cell]]
        hourly += gib * prices["node_ram_hourly_cost", region[cell]]
        told = sum(row.total for row in rows if row.cell == cell)
        assert told == pytest.approx(hourly * (int(now_s) - int(start_s)) / 3600, rel=0.1)


def test_steps_split_a_window_without_losing_anything(green: GreenLab) -> None:
    whole = sum(row.total for row in allocations(green, "3d", "all"))
    parts = allocations(green, "3d", "all", "1d")
    assert len(parts) == 3
    assert len({row.ref for row in parts}) == 3
    assert sum(row.total for row in parts) == pytest.approx(whole, rel=0.02)
    assert sorted(row.from_s for row in parts) == [row.from_s for row in parts]
    by_cell = allocations(green, "3d", "label:cell")
    assert sum(row.total for row in by_cell) == pytest.approx(whole)


def test_days_are_told_one_by_one_and_what_is_past_is_asked_for_once(
    green: GreenLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector = green.connect("lab-opencost")
    reading = next(source for source in connector.sources() if source.topic == "cost-days")
    api = reader_of(connector)
    asked: list[str] = []
    told = api.allocation

    async def watched(window: str, aggregate: str, step: str = "") -> tuple[Allocation, ...]:
        asked.append(step)
        return await told(window, aggregate, step)

    monkeypatch.setattr(api, "allocation", watched)
    rows: tuple[CostCourse, ...] = green.runtime.run(reading._read(), 60)
    again = green.runtime.run(reading._read(), 60)
    assert rows == again
    assert asked.count("1d") == 1
    web = next(row for row in rows if (row.cell, row.workload) == ("tokyo", "Deployment/web"))
    days = course_days(green.clock.now())
    assert [span.from_s for span in web.spans[:2]] == [days.begin_s, days.begin_s + 86_400]
    assert web.spans[-1].to_s == days.until_s
    yesterday = next(span for span in web.spans if span.to_s == days.today_s)
    window = f"{yesterday.from_s:.0f},{yesterday.to_s:.0f}"
    [plain] = [one for one in allocations(green, window) if (one.cell, one.workload) == (web.cell, web.workload)]
    assert yesterday.total == pytest.approx(plain.total)
    assert yesterday.core_hours == pytest.approx(plain.core_hours)
    assert yesterday.core_hours > 0


def test_the_rule_of_cost_is_opencosts(shared_dir: Path) -> None:
    for vector in json.loads((shared_dir / "oracles" / "cost" / "opencost.json").read_text())["vectors"]:
        hours = vector["hours"]
        cpu = resource_cost(vector["cpuCoreRequestAverage"], vector["cpuCoreUsageAverage"], hours, vector["cpuHourly"])
        ram = resource_cost(vector["ramGiBRequest"], vector["ramGiBUsage"], hours, vector["ramGiBHourly"])
        told = {
            "cpuCoreHours": cpu.amount_hours,
            "ramGiBHours": ram.amount_hours,
            "cpuCost": cpu.cost,
            "ramCost": ram.cost,
            "cpuEfficiency": cpu.efficiency,
            "ramEfficiency": ram.efficiency,
            "totalEfficiency": total_efficiency(cpu, ram),
        }
        assert told == pytest.approx({name: vector[name] for name in told})


def test_an_answer_without_data_is_a_fault_and_not_a_cost_of_nothing(green: GreenLab) -> None:
    with FaultServer(green.runtime, answering(200, {"proxy": "no_data"})) as server:
        reader = reader_of(green.connect("lab-opencost", url=server.url))
        with pytest.raises(ConnectorError, match="it has no data"):
            green.runtime.run(reader.allocation("2d", "x"), 10)


def test_the_published_example_is_read(green: GreenLab, shared_dir: Path) -> None:
    example = json.loads((shared_dir / "oracles" / "cost" / "opencost.json").read_text())["swagger_example"]
    body = json.loads(example["0"]["value"])
    with FaultServer(green.runtime, answering(200, body)) as server:
        rows = green.runtime.run(reader_of(green.connect("lab-opencost", url=server.url)).allocation("2d", "x"), 10)
    system, own, _prometheus = rows
    assert (system.namespace, system.workload, system.total) == ("kube-system", "kube-system", 0.425469)
    assert (own.workload, own.cpu, own.efficiency) == ("Deployment/opencost", 0.01817, 0.18549)


def test_a_service_without_the_newer_path_is_asked_on_the_older_one(green: GreenLab) -> None:
    async def old(asked: Asked, writer: Any) -> None:
        if asked.target.startswith("/allocation?"):
            span = {"start": "2026-11-22T00:00:00Z", "end": "2026-11-23T00:00:00Z"}
            idle = {"name": "__idle__", **span, "totalCost": 3.5, "cpuCost": 3.0, "cpuCostAdjustment": 0.5}
            await answering(200, {"code": 200, "data": [{"__idle__": idle}, None]})(asked, writer)
        else:
            await answering(404, {"code": 404, "message": "no"})(asked, writer)

    with FaultServer(green.runtime, old) as server:
        connector = green.connect("lab-opencost", url=server.url, currency="EUR")
        [idle] = green.runtime.run(reader_of(connector).allocation("1d", "all"), 10)
        assert green.runtime.run(connector.sources()[1]._read(), 10) == ()
        assert green.runtime.run(connector.sources()[2]._read(), 10) == ()
    assert (idle.is_idle, idle.cpu, idle.total, idle.currency, idle.efficiency) == (True, 3.5, 3.5, "EUR", None)


def test_a_failure_in_an_answer_with_status_200_is_a_failure(green: GreenLab) -> None:
    body = {"code": 500, "message": "no such metric", "data": None}
    with FaultServer(green.runtime, answering(200, body)) as server:
        with pytest.raises(ConnectorError, match="no such metric") as caught:
            green.runtime.run(reader_of(green.connect("lab-opencost", url=server.url)).allocation("1d", "all"), 10)
        assert caught.value.kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize(("window", "aggregate", "step"), [("tomorrow", "all", ""), ("1d", "colour", ""),
                                                           ("1d", "all", "0s"), ("9d,2d", "all", "")])  # fmt: skip
def test_the_lab_refuses_what_it_does_not_understand(green: GreenLab, window: str, aggregate: str, step: str) -> None:
    with pytest.raises(ConnectorError, match="Invalid") as caught:
        allocations(green, window, aggregate, step)
    assert caught.value.kind is ErrorKind.REJECTED


def test_words_for_windows_are_calendar_spans() -> None:
    monday = 1_795_395_600.0  # 23 November 2026, 01:00 UTC
    day = 86_400.0
    assert window_of("today", monday) == (monday - 3600, monday)
    assert window_of("yesterday", monday) == (monday - 3600 - day, monday - 3600)
    assert window_of("week", monday) == (monday - 3600 - day, monday)  # weeks begin on Sunday
    assert window_of("lastweek", monday) == (monday - 3600 - 8 * day, monday - 3600 - day)
    assert window_of("month", monday)[0] == monday - 3600 - 22 * day
    assert window_of("2026-11-01T00:00:00Z,2026-11-02T00:00:00+00:00", monday) == (1793491200.0, 1793577600.0)


def test_a_budget_overrun_costs_more_until_the_floors_are_back(green: GreenLab) -> None:
    hpa = "horizontalpodautoscalers.autoscaling"
    cells = green.lab.world.state.cells
    scenarios = green.lab.world.scenarios
    usual = {name: state.hourly_usd for name, state in cells.items()}
    scenarios.start("budget-overrun")
    try:
        state = green.lab.run(90)
        risen = {name for name, cell in state.cells.items() if cell.hourly_usd > 1.15 * usual[name]}
        assert len(risen) == 1
        limits = {
            budget["cells"][0]: budget["limit"]["amount"] for budget in green.sections["budgets"] if "cells" in budget
        }
        over = {name for name, cell in state.cells.items() if cell.hourly_usd * 730 > limits[name]}
        assert over == risen
        assert scenarios.status("budget-overrun").state == "active"
        namespace = f"cell-{risen.pop()}"
        for one in green.lab.store.list(hpa, namespace):
            green.lab.patch(hpa, namespace, one["metadata"]["name"], {"spec": {"minReplicas": 1}})
        green.lab.run(2)
        assert scenarios.status("budget-overrun").state == "healed"
    finally:
        scenarios.stop("budget-overrun")


def test_the_labs_budgets_fit_its_costs(green: GreenLab) -> None:
    budgets = {
        budget["cells"][0]: budget["limit"]["amount"] for budget in green.sections["budgets"] if "cells" in budget
    }
    month = {}
    for row in allocations(green, "30d", "label:cell"):
        month[row.workload] = row.total * 730 / 720
    for cell, limit in budgets.items():
        assert 0.7 * limit < month[cell] < limit, cell


def test_a_service_inside_a_cluster_is_asked_through_a_tunnel(green: GreenLab) -> None:
    connector = green.connect(
        "lab-opencost", url=None, in_cluster={"cluster": "lab", "service": "opencost/opencost", "port": 9003}
    )
    with pytest.raises(ConnectorError, match="lies in the cluster lab, and there is no way into it here"):
        green.runtime.run(connector.check(), 10)  # this test's context has no tunnel
