"""Audits: against the programs that they ask, after a push, over many repositories, again, and the ranking of files.

The files are real, the histories made up (``audit_material``). Programs' own rule caches are warm, clones are present.
What is told on standard error beside the wall clock are CPU seconds, which other work on the machine disturbs less.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import psutil

from console.audits.foresight.hot_file import ranking_of
from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.checkout import Checkout
from console.audits.repository.git_reading import git_output
from console.audits.tools.kingfisher_run import KINGFISHER
from console.audits.tools.ruff_run import SELECTED
from console.audits.tools.tool_run import run_tool
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder, plan_audit
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.audit_worker import carry_out
from console.services.audits.push_watch import plan_push
from tests.benchmarks.audit_material import line_count, make_repository, push
from tests.benchmarks.harness import Benchmark

MEDIUM = ("aiohttp", "click", "httpx", "jsonschema", "anyio", "numpy/ma", "markdown_it")
COMMITS, PUSHED, MANY, ROUNDS = 13_000, 10, 100, 5
_SMALL = ("click", "httpx", "anyio", "markdown_it", "jsonschema", "vulture", "dateutil", "packaging", "urllib3", "h11")


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="cell-console-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _runtime() -> Runtime:
    runtime = Runtime()
    atexit.register(runtime.close)
    return runtime


@cache
def _medium() -> Path:
    folder = make_repository(_folder() / "medium.git", MEDIUM, COMMITS)
    print(f"medium: {line_count(folder):,} lines of Python, {COMMITS:,} commits", file=sys.stderr)
    return folder


def _places(name: str) -> AuditPlaces:
    """Return empty places, with the programs' own rule caches as they are after a first audit."""
    root = _folder() / name
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(_rule_cache(), root / "cache" / "tools" / "kingfisher")
    return AuditPlaces(root / "cache", root / "results", root / "book")


@cache
def _rule_cache() -> Path:
    """Let kingfisher compile its rules (ten seconds, once per machine and version)."""
    tiny = make_repository(_folder() / "tiny.git", ("vulture",), 3)
    root = _folder() / "rules"
    root.mkdir()
    KINGFISHER.read(_checkout(tiny, root))
    return root / "kingfisher"


def _checkout(repository: Path, cached: Path | None) -> Checkout:
    tree = Path(tempfile.mkdtemp(dir=_folder()))
    return Checkout(repository, _head(repository), tree, now_s=time.time(), cache=cached)


def _head(repository: Path) -> str:
    return git_output(repository, "rev-parse", "main").decode().strip()


def _cpu_s() -> float:
    """CPU seconds of this process and of everything it has started."""
    here = psutil.Process()
    times = [here.cpu_times(), *(one.cpu_times() for one in here.children(recursive=True))]
    return sum(one.user + one.system + one.children_user + one.children_system for one in times)


def _timed(words: str, work: Callable[[], object]) -> float:
    cpu_s, began_s = _cpu_s(), time.perf_counter()
    work()
    took_s = time.perf_counter() - began_s
    print(f"{words}: {took_s:.2f} s, {_cpu_s() - cpu_s:.2f} CPU s, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return took_s


def _audit(places: AuditPlaces, *orders: AuditOrder) -> None:
    """Audit as the console does; whatever is not whole is a fault of the benchmark."""
    outcomes = _runtime().run(AuditFleet(_runtime(), SystemClock(), places).run(orders))
    for one in outcomes:
        assert not one.troubles, one.troubles


def _tools_s(repository: Path) -> float:
    """The programs that an audit asks, each over the whole repository, one after the other, as anybody runs them."""
    checkout = _checkout(repository, None)
    folder, head = checkout.folder_with(checkout.paths), checkout.commit
    log = ("log", "--no-color", "-z", "--format=%H")

    def run() -> None:
        run_tool("kingfisher", ["scan", "--no-validate", "--no-update-check", "--format=jsonl", "--quiet", "--redact",
                 "--no-extract-archives", "--no-binary", "--max-file-size=5", "--jobs=1", f"--branch={head}",
                 f"--rule-cache-dir={_rule_cache()}", str(repository)], folder)  # fmt: skip
        run_tool("ruff", ["check", "--isolated", "--no-cache", "--quiet", "--exit-zero", "--output-format=json",
                 f"--select={','.join(SELECTED)}", "--preview", "--", "."], folder)  # fmt: skip
        run_tool("codespell", ["--quiet-level=35", "--check-hidden", "."], folder)
        git_output(repository, *log, "--name-status", "-M", head)
        git_output(repository, *log, "--numstat", "-M", "-w", "--max-count=600", head)
        git_output(repository, *log, "--numstat", "--no-renames", "--max-count=600", head)
        git_output(repository, "cat-file", "--batch-all-objects", "--buffer", "--batch-check")

    _rule_cache()
    took_s = _timed("programs one after the other", run)
    shutil.rmtree(folder)
    return took_s


@cache
def _round(number: int) -> dict[str, float]:
    """The programs in turn, a full audit, a push of ten files, and the same commit again: new places, warm workers."""
    repository = _linked(_medium(), f"round-{number}.git")
    found = {"tools": _tools_s(repository)}
    order = AuditOrder("medium", str(repository))
    places = _places(f"medium-{number}")
    bare_clone(order.source, places.cache / "clones")
    _audit(_places("warm"), AuditOrder("tiny", str(_folder() / "tiny.git")))
    found["full"] = _timed("full audit", lambda: _audit(places, order))
    push(repository, PUSHED)

    def pushed() -> None:
        plan = plan_push(places, order, None)
        assert plan.impact is not None
        assert len(plan.impact.changed) == PUSHED
        _audit(places, plan.order)

    found["pushed"] = _timed(f"after a push of {PUSHED} files", pushed)
    _audit(places, order)
    found["again"] = _timed("nothing changed", lambda: _audit(places, order))
    return found


def _linked(repository: Path, name: str) -> Path:
    """Return a copy of a repository; what git has written once it never writes into again."""
    return Path(shutil.copytree(repository, _folder() / name, copy_function=os.link))


def _each(name: str) -> Callable[[], float]:
    """Return what gives the value of one round after the other."""
    numbers = iter(range(ROUNDS))
    return lambda: _round(next(numbers))[name]


def _started() -> float:
    """How many programs a re-audit starts, clones and their update (git) left out."""
    _round(0)
    places = AuditPlaces(*(_folder() / "medium-0" / one for one in ("cache", "results", "book")))
    order, runtime = AuditOrder("medium", str(_folder() / "round-0.git")), Runtime()
    began, seen = subprocess.Popen, list[str]()

    def noted(line: list[str], *given: object, **named: object) -> object:
        seen.append("git" if any(Path(one).name == "git" for one in line) else Path(line[0]).name)
        return began(line, *given, **named)  # type: ignore[call-overload]

    subprocess.Popen = noted  # type: ignore[assignment, misc]
    try:
        runtime.run(AuditFleet(runtime, SystemClock(), places).run([order]))
        programs = [one for one in seen if one != "git"]
        print(f"programs started: {programs}", file=sys.stderr)
        return float(len(programs))
    finally:
        subprocess.Popen = began  # type: ignore[misc]
        runtime.close()


@cache
def _many() -> tuple[AuditOrder, ...]:
    names = [
        make_repository(_folder() / f"small-{one}.git", (_SMALL[one % len(_SMALL)],), 40 + one, seed=one)
        for one in range(MANY)
    ]
    return tuple(AuditOrder(one.stem, str(one)) for one in names)


def _clones_for(places: AuditPlaces) -> None:
    for one in _many():
        bare_clone(one.source, places.cache / "clones")


def _fleet_s() -> float:
    places = _places("fleet")
    _clones_for(places)
    return _timed(f"{MANY} repositories by the fleet", lambda: _audit(places, *_many()))


def _single_s() -> float:
    places = _places("single")
    _clones_for(places)

    def run() -> None:
        for one in _many():
            for task in plan_audit(one, places.cache, time.time(), None).tasks:
                _runtime().run(_runtime().in_process(carry_out, task, str(places.cache), str(places.results), 0.0))

    return _timed(f"{MANY} repositories one after the other", run)


def _ranking_s() -> float:
    checkout = _checkout(_medium(), None)
    return _timed(f"ranking after {COMMITS:,} commits", lambda: ranking_of(checkout))


BENCHMARKS = [
    Benchmark("audit, 100,000 lines: full", "s", _each("full"), 0.7, _each("tools"), "its programs in turn"),
    Benchmark("audit, 100,000 lines: full, at most", "s", _each("full"), 20.0),
    Benchmark(f"audit after a push of {PUSHED} files", "s", _each("pushed"), 0.1, _each("full"), "full audit"),
    Benchmark("audit of an unchanged repository", "s", _each("again"), 0.5),
    Benchmark("audit of an unchanged repository: programs started", "programs", _started, 0.0, repeats=1),
    Benchmark(
        f"audit, {MANY} repositories on {os.cpu_count()} cores", "s", lambda: 1 / _fleet_s(), 1.7,
        lambda: 1 / _single_s(), "one after the other", "more", repeats=1,
    ),
    Benchmark(f"audit: ranking after {COMMITS:,} commits", "s", _ranking_s, 2.0, repeats=3),
]  # fmt: skip
