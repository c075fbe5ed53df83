"""The rules that watch an objective; for the same input they are those that Sloth generates."""

from collections.abc import Iterator, Mapping

from console.domain.plain_number import plain_number
from console.domain.slo.burn_policy import BurnPolicy, BurnWindow
from console.domain.slo.duration import prometheus_duration
from console.domain.slo.rule import Rule, RuleGroup
from console.domain.slo.slo import AlertLevel, Slo

_GENERATOR = {"sloth_mode": "cell-console", "sloth_version": "cell-console"}
_DAY_S = 86_400


def slo_groups(slo: Slo, policy: BurnPolicy, extra: Mapping[str, str] | None = None) -> tuple[RuleGroup, ...]:
    """Return the groups of an objective: error ratios, what is known of it, and its alerts (unless all are off).

    ``extra`` labels are put on every recording rule.
    """
    labels = {**slo.labels, **(extra or {}), **_identity(slo)}
    groups = [
        RuleGroup(f"sloth-slo-sli-recordings-{slo.id}", tuple(_ratios(slo, policy, labels))),
        RuleGroup(f"sloth-slo-meta-recordings-{slo.id}", tuple(_facts(slo, policy, labels))),
    ]
    alerts = tuple(_alerts(slo, policy))
    if alerts:
        groups.append(RuleGroup(f"sloth-slo-alerts-{slo.id}", alerts))
    return tuple(groups)


def _identity(slo: Slo) -> dict[str, str]:
    return {"sloth_id": slo.id, "sloth_service": slo.service, "sloth_slo": slo.name}


def _selector(slo: Slo) -> str:
    return ", ".join(f'{name}="{value}"' for name, value in _identity(slo).items())


def ratio_name(window_s: int) -> str:
    """Return the metric that records the error ratio over a window (seconds)."""
    return f"slo:sli_error:ratio_rate{prometheus_duration(window_s)}"


def _ratios(slo: Slo, policy: BurnPolicy, labels: Mapping[str, str]) -> Iterator[Rule]:
    lengths = policy.window_lengths()
    for length_s in lengths:
        window = prometheus_duration(length_s)
        expr = slo.indicator.error_ratio(window)
        yield Rule(expr, {**labels, "sloth_window": window}, record=ratio_name(length_s))
    if slo.period_s in lengths:
        return  # recorded already: a second rule of the same name would write the same series
    # The ratio of the whole period is the mean of the shortest one: a query over a month would be too dear.
    period, base = prometheus_duration(slo.period_s), f"{ratio_name(lengths[0])}{{{_selector(slo)}}}"
    expr = (
        f"sum_over_time({base}[{period}])\n"
        "/ ignoring (sloth_window)\n"
        f"count_over_time({base}[{period}])\n"
    )  # fmt: skip
    yield Rule(expr, {**labels, "sloth_window": period}, record=ratio_name(slo.period_s))


def _facts(slo: Slo, policy: BurnPolicy, labels: Mapping[str, str]) -> Iterator[Rule]:
    shortest = ratio_name(policy.window_lengths()[0])
    selector, objective = f"{{{_selector(slo)}}}", plain_number(slo.percent / 100)

    def fact(name: str, expr: str) -> Rule:
        return Rule(expr, labels, record=name)

    def burn(ratio: str) -> str:
        return (
            f"{ratio}{selector}\n"
            "/ on(sloth_id, sloth_slo, sloth_service) group_left\n"
            f"slo:error_budget:ratio{selector}\n"
        )  # fmt: skip

    yield fact("slo:objective:ratio", f"vector({objective})")
    yield fact("slo:error_budget:ratio", f"vector(1-{objective})")
    yield fact("slo:time_period:days", f"vector({plain_number(slo.period_s / _DAY_S)})")
    yield fact("slo:current_burn_rate:ratio", burn(shortest))
    yield fact("slo:period_burn_rate:ratio", burn(ratio_name(slo.period_s)))
    yield fact("slo:period_error_budget_remaining:ratio", f"1 - slo:period_burn_rate:ratio{selector}")
    told = {**labels, **_GENERATOR, "sloth_objective": plain_number(slo.percent), "sloth_spec": slo.spec}
    yield Rule("vector(1)", told, record="sloth_slo_info")


def _alerts(slo: Slo, policy: BurnPolicy) -> Iterator[Rule]:
    for level in AlertLevel:
        own = slo.alerting.level(level)
        if not own.enabled or not slo.alerting.name:
            continue
        labels = {**slo.alerting.labels, **own.labels, "sloth_severity": level.value}
        what = "{{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is"
        annotations = {
            "title": f"({level}) {what} too fast.",
            "summary": f"{what} over expected.",
            **slo.alerting.annotations,
            **own.annotations,
        }
        quick, slow = policy.windows(level)
        expr = f"{_burning(slo, quick)}or\n{_burning(slo, slow)}"
        yield Rule(expr, labels, alert=slo.alerting.name, annotations=annotations)


def _burning(slo: Slo, window: BurnWindow) -> str:
    budget = plain_number((100 - slo.percent) / 100)
    limit = f"({plain_number(window.factor(slo.period_s))} * {budget})"
    short, long = (
        f"    max({ratio_name(length_s)}{{{_selector(slo)}}} > {limit}) without (sloth_window)\n"
        for length_s in (window.short_s, window.long_s)
    )
    return f"(\n{short}    and\n{long})\n"
