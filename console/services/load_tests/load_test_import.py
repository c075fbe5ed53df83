"""From a report of k6 or Locust to a load test of a service."""

from __future__ import annotations

import codecs
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from console.domain.capacity.load_test import P95, P99, LimitCheck, LoadTest
from console.domain.capacity.load_test_plan import LoadTestPlan
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.services.load_tests.k6_summary import read_k6
from console.services.load_tests.locust_json import locust_entries, read_locust_json
from console.services.load_tests.locust_stats import is_locust, read_locust

if TYPE_CHECKING:
    from pathlib import Path

    from console.services.load_tests.tool_report import ToolReport

MOST_BYTES = 8 * 1024 * 1024
_MOST_TEXT = 200
_USUAL = LoadTestPlan(())


class Subject(NamedTuple):
    """What was tested: by cell, service and replicas it becomes evidence of capacity; ``at_s`` when (unix seconds)."""

    at_s: float
    title: str = ""
    cell: str = ""
    service: str = ""
    replicas: int | None = None


def read_report(file: Path, thing: Subject) -> LoadTest:
    """Return the load test that a file reports; raise ``UserError``. Blocks."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(
            t("{file} cannot be read: {error}.", file=file.name, error=error.strerror or ""), t("Check its path.")
        ) from None
    if len(content) > MOST_BYTES:
        raise UserError(
            t("{file} is larger than {most} MiB.", file=file.name, most=MOST_BYTES // 2**20),
            t("Import the summary, not the single requests."),
        )
    return read_text(_decoded(content), thing._replace(title=thing.title or file.stem))


def _decoded(content: bytes) -> str:
    """Return a text by its mark: what PowerShell redirects into a file has one, of UTF-16 or of UTF-8."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def read_text(text: str, thing: Subject) -> LoadTest:
    """Return the load test that a text reports; raise ``UserError``.

    Where the report has no limits of its own, it is held against the usual ones (``_usual_limits``).
    """
    told = _told(text)
    at_s = told.at_s if told.at_s is not None else thing.at_s
    parts = (text, thing.title, thing.cell, thing.service, str(thing.replicas))
    return LoadTest(
        key=hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:12],
        tool=told.tool,
        title=visible_line(thing.title, _MOST_TEXT),
        at_s=at_s,
        cell=thing.cell,
        service=thing.service,
        replicas=thing.replicas,
        requests=told.requests,
        failed=told.failed,
        duration_s=told.duration_s,
        users=told.users,
        mean_ms=told.mean_ms,
        latencies=told.latencies,
        limits=told.limits or _usual_limits(told),
    )


def _told(text: str) -> ToolReport:
    if is_locust(text):
        return read_locust(text)
    entries = locust_entries(text)
    return read_locust_json(entries) if entries else read_k6(text)


def _usual_limits(told: ToolReport) -> tuple[LimitCheck, ...]:
    """Return p95 and p99 of the latency and the share of failures; that few fail says nothing without a latency.

    Nor does a latency that is short where nobody tells whether the answers were failures.
    """
    latencies = dict(told.latencies)
    quick = tuple(
        LimitCheck(f"http_req_duration p({percentile:g})<{bound:g}", latencies[percentile] < bound)
        for percentile, bound in ((P95, _USUAL.p95_ms), (P99, _USUAL.p99_ms))
        if percentile in latencies
    )
    most = _USUAL.most_failed
    if told.failed is None:
        return quick if not all(one.kept for one in quick) else ()
    sound = LimitCheck(f"http_req_failed rate<={most:g}", told.failed <= most * told.requests)
    return (*quick, sound) if quick or not sound.kept else ()
