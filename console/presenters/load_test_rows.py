"""Load tests as rows, and what changed between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.capacity.load_comparison import ALPHA, FAILURES, Change, compare_tests
from console.domain.capacity.load_test import P50, P95, P99
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.capacity.capacity_text import rate
from console.presenters.format import UNKNOWN, duration, local_time, number, percent, short, signed, significant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.domain.capacity.load_comparison import ComparedNumber
    from console.domain.capacity.load_test import LoadTest


class LoadTestRow(NamedTuple):
    """One load test, ready to be shown; ``broken`` names the limits that were not kept."""

    key: str
    title: str
    tool: str
    when: str
    what: str
    health: Health
    verdict: str
    broken: str
    rps: str
    p50: str
    p95: str
    p99: str
    failed: str
    requests: str
    users: str
    took: str
    test: LoadTest


class ComparisonRow(NamedTuple):
    """One number of two tests; ``chance`` is how likely such a difference is by chance alone."""

    title: str
    before: str
    after: str
    change: str
    interval: str
    chance: str
    health: Health | None
    verdict: str
    number: ComparedNumber


def load_test_rows(tests: Iterable[LoadTest]) -> tuple[LoadTestRow, ...]:
    """Return the load tests in the order given."""
    return tuple(_row(one) for one in tests)


def comparison_rows(before: LoadTest, after: LoadTest) -> tuple[ComparisonRow, ...]:
    """Return what changed from one test to another, each number with its verdict."""
    return tuple(_compared(one) for one in compare_tests(before, after))


def comparison_notes(before: LoadTest, after: LoadTest) -> tuple[str, ...]:
    """Return what makes the two tests unlike each other beyond what is compared."""
    return tuple(_unlike(before, after))


def _row(test: LoadTest) -> LoadTestRow:
    health, verdict = _verdict(test)
    return LoadTestRow(
        key=test.key,
        title=test.title,
        tool=test.tool,
        when=local_time(test.at_s),
        what=_what(test),
        health=health,
        verdict=verdict,
        broken=", ".join(one.name for one in test.limits if not one.kept),
        rps=rate(test.rps),
        p50=_ms(test.latency_ms(P50)),
        p95=_ms(test.latency_ms(P95)),
        p99=_ms(test.latency_ms(P99)),
        failed=percent(test.failed_ratio),
        requests=number(test.requests),
        users=number(test.users),
        took=duration(test.duration_s),
        test=test,
    )


def _verdict(test: LoadTest) -> tuple[Health, str]:
    if test.passed is None:
        return Health.UNKNOWN, t("no limits") if test.requests else t("no requests")
    return (Health.OK, t("kept")) if test.passed else (Health.CRITICAL, t("not kept"))


def _what(test: LoadTest) -> str:
    if not test.cell and not test.service:
        return UNKNOWN
    place = f"{test.cell} / {test.service}" if test.cell and test.service else test.cell or test.service
    return place if test.replicas is None else t("{place} × {count} replicas", place=place, count=test.replicas)


def _ms(value: float | None) -> str:
    return UNKNOWN if value is None else duration(value / 1000.0)


def _compared(one: ComparedNumber) -> ComparisonRow:
    is_failures = one.number == FAILURES
    title = t("Failed requests") if is_failures else t("Latency p{percentile}", percentile=short(one.number))
    show = percent if is_failures else _ms
    return ComparisonRow(
        title=title,
        before=show(one.before),
        after=show(one.after),
        change=UNKNOWN if one.ratio is None else f"{signed((one.ratio - 1.0) * 100, 1)} %",
        interval=_interval(one),
        chance=UNKNOWN if one.chance is None else _chance(one.chance),
        health={Change.WORSE: Health.WARNING, Change.BETTER: Health.OK}.get(one.change),
        verdict=_change(one.change),
        number=one,
    )


def _interval(one: ComparedNumber) -> str:
    if one.low is None or one.high is None:
        return UNKNOWN
    return t("{low} to {high}", low=f"{signed((one.low - 1) * 100, 1)} %", high=f"{signed((one.high - 1) * 100, 1)} %")


def _chance(chance: float) -> str:
    return t("below 0.1 %") if chance < 0.001 else f"{significant(chance * 100, 2)} %"


def _change(change: Change) -> str:
    return {
        Change.WORSE: t("worse"),
        Change.BETTER: t("better"),
        Change.SAME: t("no difference shown (at {alpha} %)", alpha=short(ALPHA * 100)),
        Change.FEW: t("too few requests to say"),
        Change.UNTOLD: t("one of them does not tell it"),
    }[change]


def _unlike(before: LoadTest, after: LoadTest) -> Iterator[str]:
    pairs = (
        (t("tools"), before.tool, after.tool),
        (t("cells"), before.cell, after.cell),
        (t("services"), before.service, after.service),
        (t("replicas"), before.replicas, after.replicas),
        (t("virtual users"), before.users, after.users),
    )
    for what, first, second in pairs:
        if first != second:
            yield t("Not the same {what}: {first} and {second}.", what=what, first=first or UNKNOWN,
                    second=second or UNKNOWN)  # fmt: skip
    long = [one.duration_s for one in (before, after) if one.duration_s]
    if len(long) == 2 and max(long) > 1.5 * min(long):
        yield t("One of them took much longer: {first} and {second}.", first=duration(before.duration_s),
                second=duration(after.duration_s))  # fmt: skip
