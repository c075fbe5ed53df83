"""Load tests and comparisons of them as sheets of the command line."""

from typing import TYPE_CHECKING

from console.cli.emit import Sheet
from console.kernel.i18n import t

if TYPE_CHECKING:
    from typing import Any

    from console.domain.capacity.load_test import LoadTest
    from console.presenters.load_test_rows import ComparisonRow


def load_test_sheet(tests: "tuple[LoadTest, ...]") -> Sheet:
    """Return the load tests in the order given."""
    from console.presenters.load_test_rows import load_test_rows  # noqa: PLC0415

    rows = load_test_rows(tests)
    titles = (
        t("KEY"), t("TITLE"), t("WHAT"), t("WHEN"), t("LIMITS"), t("RPS"), t("P50"), t("P95"), t("P99"), t("FAILED"),
        t("REQUESTS"), t("USERS"), t("TOOK"),
    )  # fmt: skip
    cells = [
        [
            row.key, row.title, row.what, row.when, row.verdict, row.rps, row.p50, row.p95, row.p99, row.failed,
            row.requests, row.users, row.took,
        ]
        for row in rows
    ]  # fmt: skip
    return Sheet(
        titles,
        cells,
        [_record(one) for one in tests],
        frozenset(range(5, 13)),
        names=(
            "key",
            "title",
            "tool",
            "at_s",
            "cell",
            "service",
            "replicas",
            "passed",
            "rps",
            "requests",
            "failed",
            "duration_s",
            "users",
            "mean_ms",
            "broken",
        ),
    )


def _record(test: "LoadTest") -> "dict[str, Any]":
    return {
        "key": test.key,
        "title": test.title,
        "tool": test.tool,
        "at_s": test.at_s,
        "cell": test.cell,
        "service": test.service,
        "replicas": test.replicas,
        "passed": test.passed,
        "rps": test.rps,
        "requests": test.requests,
        "failed": test.failed,
        "duration_s": test.duration_s,
        "users": test.users,
        "mean_ms": test.mean_ms,
        **{f"p{percentile:g}_ms": value for percentile, value in test.latencies},
        "broken": [one.name for one in test.limits if not one.kept],
    }


def comparison_sheet(rows: "tuple[ComparisonRow, ...]") -> Sheet:
    """Return what changed from one load test to another."""
    titles = (t("NUMBER"), t("BEFORE"), t("AFTER"), t("CHANGE"), t("95 % INTERVAL"), t("BY CHANCE"), t("VERDICT"))
    cells = [[one.title, one.before, one.after, one.change, one.interval, one.chance, one.verdict] for one in rows]
    records = [
        {
            "number": "failed" if one.number.number == 0 else f"p{one.number.number:g}",
            "before": one.number.before,
            "after": one.number.after,
            "ratio": one.number.ratio,
            "low": one.number.low,
            "high": one.number.high,
            "p_value": one.number.chance,
            "change": one.number.change.value,
        }
        for one in rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset({1, 2, 3, 5}),
        names=("number", "before", "after", "ratio", "low", "high", "p_value", "change"),
    )
