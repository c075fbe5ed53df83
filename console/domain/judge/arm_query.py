"""PromQL for what two arms counted, from two series selectors."""

import re
from dataclasses import dataclass

from console.domain.judge.compared_metric import MetricKind
from console.domain.promql import QueryLabels, quoted
from console.domain.slo.indicator import WINDOW
from console.kernel.errors import UserError
from console.kernel.i18n import t

_SELECTOR = re.compile(r"\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(.*)\})?\s*", re.DOTALL)
FAILED = 'http_response_status_code=~"5.."'
_REQUESTS = "http_server_requests_total"
_SECONDS = "http_server_request_duration_seconds_bucket"
_ROUTED = "istio_requests_total"
_MODEL = ("edge_model_requests_total", "edge_model_evaluated_total", "edge_model_latency_seconds_bucket")


@dataclass(frozen=True, slots=True)
class ArmQuery:
    """One metric of two arms: queries with the window as ``{{.window}}``.

    Those of errors and mistakes give all and the bad ones; those of latency give the buckets of a histogram, and the
    bad ones are empty. ``over`` is the threshold in seconds (``None``: the baseline's, see ``latency_bound``).
    """

    name: str
    kind: MetricKind
    baseline: str
    canary: str
    baseline_bad: str = ""
    canary_bad: str = ""
    over: float | None = None


def arm_query(
    name: str, kind: MetricKind, baseline: str, canary: str, *, bad: str = FAILED, over: float | None = None
) -> ArmQuery:
    """Return the queries of two series selectors such as ``requests_total{version="2"}``; raise ``UserError``.

    ``bad`` are the label matchers that tell bad events from good ones; latency needs selectors of histogram buckets.
    """
    if kind is MetricKind.LATENCY:
        return ArmQuery(name, kind, _buckets(baseline), _buckets(canary), over=over)
    return ArmQuery(name, kind, _sum(baseline), _sum(canary), _sum(baseline, bad), _sum(canary, bad))


def revision_queries(
    labels: QueryLabels, revision_label: str, cell: str, service: str, revision: str
) -> tuple[ArmQuery, ...]:
    """Return failures and latency of a service: one revision against all others of the same cell."""
    place = f"{labels.cell}={quoted(cell)},{labels.service}={quoted(service)}"
    arms = [f"{place},{revision_label}{sign}{quoted(revision)}" for sign in ("!=", "=")]
    return (
        arm_query("errors", MetricKind.ERRORS, *(f"{_REQUESTS}{{{arm}}}" for arm in arms)),
        arm_query("latency", MetricKind.LATENCY, *(f"{_SECONDS}{{{arm}}}" for arm in arms)),
    )


def route_queries(stable: str, canary: str) -> tuple[ArmQuery, ...]:
    """Return failures of what a mesh sent to two destinations, each given as label matchers of Istio's counter."""
    arms = [f'{_ROUTED}{{reporter="destination",{arm}}}' for arm in (stable, canary)]
    return (arm_query("errors", MetricKind.ERRORS, *arms, bad='response_code=~"5.."'),)


def model_queries(worker: str, version: str) -> tuple[ArmQuery, ...]:
    """Return failures, wrong answers and latency of an edge model: one version against all others that answer now."""
    arms = [f"script_name={quoted(worker)},version{sign}{quoted(version)}" for sign in ("!=", "=")]
    calls, answers, seconds = ([f"{one}{{{arm}}}" for arm in arms] for one in _MODEL)
    return (
        arm_query("errors", MetricKind.ERRORS, *calls, bad='outcome="error"'),
        arm_query("accuracy", MetricKind.ACCURACY, *answers, bad='correct="false"'),
        arm_query("latency", MetricKind.LATENCY, *seconds),
    )


def _sum(selector: str, more: str = "") -> str:
    return f"sum(increase({_with(selector, more)}[{WINDOW}]))"


def _buckets(selector: str) -> str:
    return f"sum by (le) (increase({_with(selector, '')}[{WINDOW}]))"


def _with(selector: str, more: str) -> str:
    found = _SELECTOR.fullmatch(selector)
    if found is None:
        raise UserError(
            t("{text} is not a series selector.", text=repr(selector)),
            t("Write a metric with its labels, e.g. {example}.", example='requests_total{service="web",version="2"}'),
        )
    inside = ",".join(part for part in ((found[2] or "").strip().rstrip(","), more) if part)
    return f"{found[1]}{{{inside}}}"
