"""Scenarios for ``promtool test rules``: error ratios of an objective's windows, and which of its alerts they fire.

What is expected is computed from the burn rates alone; promtool evaluates the rules as they are written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.domain.plain_number import plain_number
from console.domain.slo.burn_policy import BurnPolicy
from console.domain.slo.slo import AlertLevel, Slo
from console.domain.slo.slo_rules import ratio_name

_MARK = "scenario"
_ABOVE, _BELOW = 1.05, 0.95
_MOST = 1.0  # an error ratio
_MINUTES = 3


@dataclass(frozen=True, slots=True)
class RuleScenario:
    """``ratios`` are error ratios (0 to 1) by window in seconds; windows that are missing have none."""

    name: str
    ratios: Mapping[int, float]

    def fires(self, slo: Slo, policy: BurnPolicy, level: AlertLevel) -> bool:
        """Return whether the alert of a level must fire: both windows of a pair burn faster than its factor."""
        if not slo.alerting.name or not slo.alerting.level(level).enabled:
            return False
        budget = (100 - slo.percent) / 100
        return any(
            min(self.ratios.get(one.short_s, 0.0), self.ratios.get(one.long_s, 0.0)) > one.factor(slo.period_s) * budget
            for one in policy.windows(level)
        )


def rule_scenarios(slo: Slo, policy: BurnPolicy) -> Iterator[RuleScenario]:
    """Yield what each condition must and must not fire on, an outage, and an objective that is just kept."""
    budget = (100 - slo.percent) / 100
    for level in AlertLevel:
        for speed, one in zip(("quick", "slow"), policy.windows(level), strict=True):
            limit = one.factor(slo.period_s) * budget
            above, below = min(_MOST, limit * _ABOVE), min(_MOST, limit * _BELOW)
            name = f"{level} {speed}"
            yield RuleScenario(f"{name}: both windows above", {one.short_s: above, one.long_s: above})
            yield RuleScenario(f"{name}: both windows just below", {one.short_s: below, one.long_s: below})
            yield RuleScenario(f"{name}: over, only the long window remembers", {one.short_s: 0.0, one.long_s: above})
            yield RuleScenario(f"{name}: just begun, only the short window", {one.short_s: above, one.long_s: 0.0})
    yield RuleScenario("everything fails", dict.fromkeys(policy.window_lengths(), _MOST))
    yield RuleScenario("nothing fails", dict.fromkeys(policy.window_lengths(), 0.0))


def scenario_file(rules: str, slos: Sequence[Slo], policies: Mapping[str, BurnPolicy]) -> dict[str, Any]:
    """Return the content of a test file for a rule file; ``policies`` are by the objectives' ids.

    All scenarios of an objective are one test, told apart by a label: promtool evaluates the whole file for each test.
    """
    return {
        "rule_files": [rules],
        "evaluation_interval": "1m",
        "tests": [_test(slo, policies[slo.id]) for slo in slos],
    }


def _test(slo: Slo, policy: BurnPolicy) -> dict[str, Any]:
    told = [(_labels(slo, one), one) for one in rule_scenarios(slo, policy)]
    return {
        "name": slo.id,
        "interval": "1m",
        "input_series": [
            {"series": f"{ratio_name(length_s)}{{{own}}}", "values": f"{plain_number(ratio)}x{_MINUTES}"}
            for own, one in told
            for length_s, ratio in one.ratios.items()
        ],
        "promql_expr_test": [
            {
                "expr": f'count(ALERTS{{alertstate="firing",sloth_severity="{level}",{own}}}) or vector(0)',
                "eval_time": f"{_MINUTES}m",
                "exp_samples": [{"labels": "{}", "value": int(one.fires(slo, policy, level))}],
            }
            for own, one in told
            for level in AlertLevel
        ],
    }


def _labels(slo: Slo, one: RuleScenario) -> str:
    return f'sloth_id="{slo.id}",sloth_service="{slo.service}",sloth_slo="{slo.name}",{_MARK}="{one.name}"'
