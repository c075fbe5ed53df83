"""Objectives whose budget burns too fast, or will not last: evaluated from what is known of each objective."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from console.domain.incident.local_alert import LocalCondition, LocalFindings
from console.domain.slo.burn_policy import usual_policy
from console.domain.slo.duration import duration_text
from console.domain.slo.indicator import filled
from console.domain.slo.slo import AlertLevel
from console.kernel.i18n import localized, t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.slo.burn_policy import BurnWindow
    from console.domain.slo.slo_status import SloStatus

BURNS_FAST, BURNS_SLOWLY, RUNS_OUT = "SloBurnsFast", "SloBurnsSlowly", "SloBudgetRunsOut"
_NAMES = {AlertLevel.PAGE: (BURNS_FAST, "critical"), AlertLevel.TICKET: (BURNS_SLOWLY, "warning")}
_SOON_S, _PACE_S = 3 * 86_400.0, 21_600
_LABELS = ("cell", "segment", "team")


def burn_findings(statuses: Iterable[SloStatus]) -> LocalFindings:
    """Return one condition at most per objective, the most urgent; what nobody knows is unknown, not well."""
    found, unknown = [], set()
    for status in statuses:
        condition = _condition(status)
        if condition is not None:
            found.append(condition)
        elif _is_unknown(status):
            unknown.add(_origin(status))
    return LocalFindings(tuple(found), frozenset(unknown))


def _condition(status: SloStatus) -> LocalCondition | None:
    if status.too_few_events:
        return None
    policy = usual_policy(status.period_s)
    for level, (name, severity) in _NAMES.items():
        for window in policy.windows(level):
            if _burns(status, window):
                speed = status.burn_rate(window.long_s) or 0.0
                summary = t(
                    "{slo} burns its error budget {speed} times too fast",
                    slo=_title(status),
                    speed=localized(f"{speed:.1f}"),
                )
                return _made(status, name, severity, summary, window.long_s, speed)
    left_s = status.exhausted_in_s(_PACE_S)
    if left_s is not None and isfinite(left_s) and 0 < left_s < _SOON_S:
        hours = round(left_s / 3600)
        summary = t("At the pace of the last hours the error budget of {slo} is gone in {hours} h", slo=_title(status),
                    hours=hours)  # fmt: skip
        return _made(status, RUNS_OUT, "info", summary, _PACE_S, left_s)
    return None


def _burns(status: SloStatus, window: BurnWindow) -> bool:
    factor = window.factor(status.period_s)
    rates = (status.burn_rate(window.short_s), status.burn_rate(window.long_s))
    return all(rate is not None and rate > factor for rate in rates)


def _is_unknown(status: SloStatus) -> bool:
    """Return whether nobody can say that it does not burn fast."""
    windows = usual_policy(status.period_s).page
    return any(status.burn_rate(length) is None for one in windows for length in (one.short_s, one.long_s))


def _made(status: SloStatus, name: str, severity: str, summary: str, window_s: int, value: float) -> LocalCondition:
    own = {key: text for key, text in status.labels if key in _LABELS}
    labels = {**own, "service": status.ref.namespace, "slo": status.ref.name}
    template = "prediction-warning" if name == RUNS_OUT else "slo-burn"
    query = filled(status.ratio_query, duration_text(window_s))
    return LocalCondition(
        name, severity, _origin(status), labels, summary, status.ref.connection, query, value=value,
        runbook="error-budget", annotations={"template": template},
    )  # fmt: skip


def _origin(status: SloStatus) -> str:
    return f"slo/{status.ref.connection}/{status.ref.namespace}/{status.ref.name}"


def _title(status: SloStatus) -> str:
    where = dict(status.labels).get("cell", "")
    return f"{where}: {status.title}" if where and where not in status.title else status.title
