"""Making a load test for k6 and running it with the k6 that is there (proves L4.4)."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from console.domain.capacity.load_test_plan import LoadTestPlan
from console.kernel.errors import UserError
from console.kernel.redact import register_secret
from console.services.load_tests.k6_run import k6_program, run_k6, script_text, write_test
from console.services.load_tests.load_test_import import Subject, read_text

PLAN = LoadTestPlan(("https://shop.example/a?b=1&c='\"`${x}",))
_K6 = """#!{python}
import json, os, sys
plan = json.load(open('plan.json'))
assert sys.argv[1] == 'run' and sys.argv[-1].endswith('load_test.js'), sys.argv
assert 'SECRET' not in os.environ
if plan['options']['vus'] == 13:
    sys.exit('level=error msg="cannot reach it"')
if plan['options']['vus'] == 14:
    sys.exit('x' * 290 + 's3cr3t-of-a-script')
trend = {{'avg': 1, 'med': 1, 'p(95)': 900 if plan['options']['vus'] == 99 else 2, 'p(99)': 3}}
limits = {{one: {{'ok': True}} for one in plan['options']['thresholds']['http_req_duration']}}
summary = {{'metrics': {{'http_reqs': {{'values': {{'count': 10, 'rate': 5}}}},
            'http_req_duration': {{'values': trend, 'thresholds': limits}}}}, 'state': {{'testRunDurationMs': 2000}}}}
open(os.environ['CELL_CONSOLE_SUMMARY'], 'w').write(json.dumps(summary))
sys.exit(99 if plan['options']['vus'] == 99 else 0)
"""


@pytest.fixture
def k6(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that takes and writes what k6 does; the real one is nowhere in this environment."""
    program = tmp_path / "bin" / "k6"
    program.parent.mkdir()
    program.write_text(_K6.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("SECRET", "hidden")
    return program


def test_the_defaults_are_those_of_the_requirement() -> None:
    assert PLAN.options() == {
        "vus": 50,
        "duration": "120s",
        "thresholds": {"http_req_duration": ["p(95)<800", "p(99)<1500"], "http_req_failed": ["rate<=0.01"]},
        "summaryTrendStats": ["avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "count"],
    }


def test_parameters_are_data_and_never_part_of_the_program(tmp_path: Path) -> None:
    script, plan = write_test(PLAN, tmp_path / "made")
    assert script.read_text() == script_text()
    assert "shop.example" not in script.read_text()
    assert json.loads(plan.read_text())["requests"] == [{"method": "GET", "url": PLAN.urls[0]}]


def test_the_script_gets_the_name_that_was_chosen(tmp_path: Path) -> None:
    script, plan = write_test(PLAN, tmp_path, "sale.js")
    assert (script, plan) == (tmp_path / "sale.js", tmp_path / "plan.json")
    assert script.read_text() == script_text()


@pytest.mark.parametrize(
    "plan",
    [
        LoadTestPlan(()),
        LoadTestPlan(("file:///etc/passwd",)),
        LoadTestPlan(("https://user:word@shop.example/",)),
        LoadTestPlan(("https://shop.example/a b",)),
        LoadTestPlan(("https://shop.example/",) * 51),
        PLAN._replace(users=0),
        PLAN._replace(users=20_000),
        PLAN._replace(duration_s=0),
        PLAN._replace(p95_ms=float("nan")),
        PLAN._replace(most_failed=1.5),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_a_sentence(plan: LoadTestPlan) -> None:
    with pytest.raises(UserError):
        plan.checked()


@pytest.mark.anyio
async def test_a_run_brings_its_summary_and_gets_nothing_of_the_environment(k6: Path) -> None:
    assert k6_program() == str(k6)
    found = read_text(await run_k6(PLAN), Subject(0.0, "run"))
    assert (found.requests, found.duration_s, found.passed) == (10, 2.0, True)


@pytest.mark.anyio
async def test_a_run_whose_limits_were_crossed_is_a_result(k6: Path) -> None:
    found = read_text(await run_k6(PLAN._replace(users=99)), Subject(0.0, "run"))
    assert found.passed is False


@pytest.mark.anyio
async def test_a_run_that_could_not_be_is_told_with_what_k6_said(k6: Path) -> None:
    with pytest.raises(UserError, match="code 1") as refused:
        await run_k6(PLAN._replace(users=13))
    assert "cannot reach it" in refused.value.hint
    register_secret("s3cr3t-of-a-script")
    with pytest.raises(UserError, match="code 1") as refused:
        await run_k6(PLAN._replace(users=14))
    assert "s3cr3t" not in refused.value.hint


def test_without_k6_the_way_through_the_cluster_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError) as refused:
        k6_program()
    assert "start-load-test" in refused.value.hint
