"""The services of a cell are judged by replicas and lead figures, each with its reason."""

# proves L1.3

from dataclasses import replace

from console.domain.health import Health
from console.domain.resource import Condition
from console.domain.signal_key import SignalKey
from console.presenters.business_tiles import business_tiles
from console.presenters.reading_index import ReadingIndex
from console.presenters.service_rows import service_rows
from tests.fakes.small_estate import ESTATE, state, workload

TOKYO, OSAKA = ESTATE.cells


def test_rows_carry_health_with_its_reason_and_figures_with_their_evidence() -> None:
    readings = {
        SignalKey("latency_p95", "tokyo", "bff"): 1.7,
        SignalKey("error_ratio", "tokyo", "bff"): 0.09,
        SignalKey("rps", "tokyo", "bff"): 120.0,
    }
    workloads = (workload("tokyo", "web", desired=4, ready=3), workload("tokyo", "bff"))
    rows = {row.name: row for row in service_rows(state(readings, workloads), TOKYO)}
    assert list(rows) == ["web", "bff", "delivery", "llm-serving", "scheduler", "postgres", "redis"]
    assert (rows["web"].health, rows["web"].reason) == (Health.WARNING, "1 of 4 replicas are not ready.")
    assert (rows["bff"].health, rows["bff"].reason) == (
        Health.CRITICAL,
        "Errors: 9.00 %.",
    )  # its latency is not the user's
    assert (rows["delivery"].health, rows["delivery"].reason) == (Health.CRITICAL, "No workload serves it.")
    assert (rows["redis"].health, rows["redis"].replicas) == (Health.UNKNOWN, "–")
    rate = rows["bff"].figures[0]
    assert (rate.text, rate.evidence and rate.evidence.query) == ("120/s", "query of rps")
    assert rows["bff"].image == "registry/bff:1.4.2"


def test_a_service_whose_newest_pods_do_not_come_up_says_so() -> None:
    late = Condition("Progressing", "False", "ProgressDeadlineExceeded", "It has timed out progressing.")
    stuck = replace(workload("tokyo", "web", desired=2), conditions=(late,))
    rows = {row.name: row for row in service_rows(state({}, (stuck,)), TOKYO)}
    told = "Its newest pods do not come up: It has timed out progressing."
    assert (rows["web"].health, rows["web"].reason, rows["web"].replicas) == (Health.WARNING, told, "2/2")


def test_a_service_whose_pods_cannot_be_made_says_why() -> None:
    """Proves L1.3: a quota or a policy refuses pods while the roll-out is in no hurry to time out."""
    why = 'pods "web-1" is forbidden: exceeded quota: cell'
    refused = Condition("ReplicaFailure", "True", "FailedCreate", why)
    late = Condition("Progressing", "False", "ProgressDeadlineExceeded", "It has timed out progressing.")
    short = replace(workload("tokyo", "web", desired=3, ready=2), conditions=(late, refused))
    rows = {row.name: row for row in service_rows(state({}, (short,)), TOKYO)}
    assert (rows["web"].health, rows["web"].reason) == (Health.WARNING, f"1 of 3 replicas are not ready. {why}")
    whole = replace(short, ready=3, conditions=(replace(refused, message=""),))
    rows = {row.name: row for row in service_rows(state({}, (whole,)), TOKYO)}
    assert rows["web"].reason == "Its newest pods do not come up: FailedCreate"
    again = replace(whole, conditions=(replace(refused, status="False"),))
    assert {row.name: row for row in service_rows(state({}, (again,)), TOKYO)}["web"].reason == ""


def test_the_worst_part_speaks_for_the_cell() -> None:
    readings = {SignalKey("latency_p95", "tokyo", name): value for name, value in (("web", 0.2), ("bff", 0.9))}
    readings |= {SignalKey("accuracy", "tokyo", target=name): value for name, value in (("a", 0.9), ("b", 0.7))}
    index = ReadingIndex(state(readings))
    assert index.figure(TOKYO, "latency_p95").text == "200 ms"  # the presentation layer's, not the slower bff's
    assert index.figure(TOKYO, "accuracy").value == 0.7
    assert index.value(OSAKA, "latency_p95") is None


def test_business_indicators_are_weighted_by_users() -> None:
    readings = {
        SignalKey("active_users", "tokyo"): 900.0,
        SignalKey("active_users", "osaka"): 100.0,
        SignalKey("delivery_success", "tokyo"): 1.0,
        SignalKey("delivery_success", "osaka"): 0.98,
    }
    tiles = {tile.key: tile for tile in business_tiles(state(readings))}  # proves L1.6
    assert tiles["delivery_success"].value == 0.998
    assert tiles["delivery_success"].severity is not Health.OK  # the objective is 99.9 %
    assert tiles["active_users"].text == "1,000"
    assert tiles["kwh_per_user"].text == "–"
