"""Importing reports and keeping load tests (proves L4.4)."""

import json
from pathlib import Path

import pytest

from console.domain.capacity.saturation import LoadTrial
from console.kernel.errors import UserError
from console.kernel.paths import Paths
from console.services.load_tests.load_test_import import MOST_BYTES, Subject, read_report, read_text
from console.services.load_tests.load_test_shelf import LoadTestShelf
from console.services.load_tests.locust_stats import read_locust
from tests.unit.console.services.load_tests.test_k6_summary import HANDLED

HEAD = (
    "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
    "Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%\n"
)
LOCUST = (
    f"{HEAD}GET,/,4000,2,110,120.5,10,900,512,33.3,0.0,110,120,130,140,190,250,300,410,880,900,900\n"
    ",Aggregated,6000,6,120,130.5,10,950,512,50.0,0.05,120,130,140,150,200,260,330,430,900,950,950\n"
)
WEB = Subject(1000.0, "web by k6", "tokyo", "web", 5)


def test_the_statistics_of_locust_are_read_from_the_line_of_all_requests() -> None:
    found = read_locust(LOCUST)
    assert (found.requests, found.failed, found.duration_s, found.mean_ms) == (6000, 6, 120.0, 130.5)
    assert dict(found.latencies)[95.0] == 260.0
    assert 100.0 not in dict(found.latencies)


def test_a_request_that_is_called_like_the_line_of_all_is_not_taken_for_it() -> None:
    assert read_locust(LOCUST.replace("GET,/,", "GET,Total,")).requests == 6000
    assert read_locust(LOCUST.replace("GET,/,", "GET,Aggregated,")).requests == 6000


def test_a_history_of_locust_is_no_result() -> None:
    with pytest.raises(UserError, match="Aggregated"):
        read_locust(HEAD)
    history = "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%\n1700000000,10,,Aggregated,5,0,3\n"
    for text in (history, history.replace("User Count", '"User Count"')):
        with pytest.raises(UserError) as told:
            read_text(text, WEB)
        assert "_stats_history.csv holds moments" in told.value.hint


def test_a_report_without_limits_is_held_against_the_usual_ones() -> None:
    found = read_text(LOCUST, WEB)
    assert [(one.name, one.kept) for one in found.limits] == [
        ("http_req_duration p(95)<800", True), ("http_req_duration p(99)<1500", True),
        ("http_req_failed rate<=0.01", True),
    ]  # fmt: skip
    assert found.passed is True


def test_the_statistics_of_locust_before_its_first_version_are_read_too() -> None:
    for name in ("Total", "Aggregated"):
        head = '"Method","Name","# requests","# failures","Median response time","Average response time","Requests/s"\n'
        found = read_text(f'{head}"GET","/",90,1,5,6,9\n"None","{name}",100,2,5,6.5,10\n', WEB)
        assert (found.requests, found.failed, found.duration_s, found.mean_ms) == (100, 2, 10.0, 6.5)


def entry(name: str, requests: object, took_ms: float, begun_s: float, ended_s: float, **counted: int) -> object:
    return {
        "name": name, "method": "GET", "num_requests": requests, "num_none_requests": 0, "num_failures": 2,
        "total_response_time": took_ms, "start_time": begun_s, "last_request_timestamp": ended_s,
        "response_times": {length.removeprefix("ms"): count for length, count in counted.items()},
    }  # fmt: skip


def test_the_statistics_that_locust_prints_as_json_are_added_up_over_all_requests() -> None:
    entries = [
        entry("/", 100, 12_000.0, 1000.0, 1120.0, ms100=90, ms200=8, ms900=2),
        entry("/b", 100, 5_000.0, 1001.0, 1110.0, ms50=100),
    ]
    for text in (json.dumps(entries), f"[2026-11-23 09:00:00,000] host/INFO: done\n{json.dumps(entries, indent=4)}\n"):
        found = read_text(text, WEB)
        assert (found.tool, found.at_s, found.requests, found.failed, found.duration_s, found.mean_ms) == (
            "locust", 1120.0, 200, 4, 120.0, 85.0,
        )  # fmt: skip
        assert [found.latency_ms(one) for one in (50.0, 90.0, 95.0, 99.0)] == [100.0, 100.0, 200.0, 900.0]
        assert [one.kept for one in found.limits] == [True, True, False]  # 2 % failed


def test_numbers_without_end_are_no_numbers() -> None:
    huge = 10**400
    for report in ({"metrics": {"http_reqs": {"count": huge}}}, [entry("/", huge, 1.0, 0.0, 1.0)], [], [1]):
        with pytest.raises(UserError, match="k6"):
            read_text(json.dumps(report), WEB)


def test_what_fails_quickly_is_not_passed() -> None:
    quick = LOCUST.replace(",Aggregated,6000,6,", ",Aggregated,6000,6000,")
    found = read_text(quick, WEB)
    assert (found.passed, found.trial()) == (False, LoadTrial(10.0, passed=False, at_s=WEB.at_s))
    for share, passed in ((0.5, False), (0.0, None)):  # without a latency nobody knows whether it was quick
        k6 = {"metrics": {"http_reqs": {"count": 6000, "rate": 50}, "http_req_failed": {"value": share}}}
        assert read_text(json.dumps(k6), WEB).passed is passed


@pytest.mark.parametrize(("p95_ms", "passed"), [(250.0, None), (5000.0, False)])
def test_where_failures_are_not_told_a_short_latency_proves_nothing(p95_ms: float, passed: bool | None) -> None:
    metrics = {"http_reqs": {"count": 1200, "rate": 20.0}, "http_req_duration": {"med": 100.0, "p(95)": p95_ms}}
    found = read_text(json.dumps({"metrics": metrics}), WEB)
    assert (found.failed, found.failed_ratio, found.passed) == (None, None, passed)
    assert (found.trial() is None) == (passed is None)


def test_one_in_a_hundred_may_fail() -> None:
    for failed, passed in ((60, True), (61, False)):
        assert read_text(LOCUST.replace(",Aggregated,6000,6,", f",Aggregated,6000,{failed},"), WEB).passed is passed


def test_with_cell_service_and_replicas_it_is_evidence_of_capacity() -> None:
    found = read_text(json.dumps(HANDLED), WEB)
    assert found.trial() == LoadTrial(
        10.0, passed=False, at_s=WEB.at_s
    )  # 6000 / 120 s / 5 replicas; p(99) was not kept
    assert read_text(LOCUST, WEB).trial() == LoadTrial(10.0, passed=True, at_s=WEB.at_s)
    assert read_text(LOCUST, WEB._replace(replicas=None)).trial() is None


def test_what_was_imported_is_kept_listed_and_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "summary.json"
    file.write_text(json.dumps(HANDLED))
    shelf = LoadTestShelf(Paths.under(tmp_path), "lab")
    assert shelf.tests() == ()
    first, second = read_report(file, Subject(1000.0)), read_text(LOCUST, WEB._replace(at_s=2000.0))
    assert first.title == "summary"
    for one in (first, second, first):
        shelf.keep(one)
    assert shelf.tests() == (second, first)
    assert LoadTestShelf(Paths.under(tmp_path), "other").tests() == ()
    assert shelf.find(first.key[:5]) == first
    shelf.remove(first)
    assert shelf.tests() == (second,)
    with pytest.raises(UserError):
        shelf.find(first.key)


def test_a_damaged_file_is_passed_over(tmp_path: Path) -> None:
    shelf = LoadTestShelf(Paths.under(tmp_path), "lab")
    kept = read_text(LOCUST, WEB)
    shelf.keep(kept)
    folder = tmp_path / "state" / "load-tests" / "lab"
    assert folder.is_dir()
    (folder / "0123456789ab.json").write_text('{"key": 3}')
    (folder / "no-key.json").write_text("{}")
    assert shelf.tests() == (kept,)


def test_files_that_cannot_be_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.json"):
        read_report(tmp_path / "gone.json", WEB)
    large = tmp_path / "large.json"
    with large.open("wb") as opened:
        opened.truncate(MOST_BYTES + 1)
    with pytest.raises(UserError, match="MiB"):
        read_report(large, WEB)


def test_a_title_from_elsewhere_stays_on_one_line() -> None:
    found = read_text(LOCUST, WEB._replace(title="a\nb\x1b[2J" + "x" * 500))
    assert "\n" not in found.title
    assert "\x1b" not in found.title
    assert len(found.title) <= 201


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("text", [json.dumps(HANDLED, indent=2), LOCUST.replace("\n", "\r\n")], ids=["k6", "locust"])
def test_a_report_that_powershell_has_redirected_into_a_file_is_read(tmp_path: Path, text: str, coding: str) -> None:
    mark = "\ufeff" if coding == "utf-16-be" else ""
    (tmp_path / "report.txt").write_bytes((mark + text).encode(coding))
    assert read_report(tmp_path / "report.txt", WEB).requests == 6000
