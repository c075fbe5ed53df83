"""The rate limiting rules of the lab's zone, versioned as the provider does it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from console.lab.edge.edge_identity import hex_id
from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.simulator.cell_spec import SEGMENTS
from console.lab.simulator.edge_control import EdgeLimit

SEGMENT_HEADER = 'http.request.headers["x-segment"]'
_SEGMENT = re.compile(r'headers\["x-segment"\]\[0\] eq "(\w+)"')
_PERIODS_S = frozenset((10, 60, 120, 300, 600, 3600))
_MOST_RULES = 100
_EDITABLE = (
    "action", "action_parameters", "description", "enabled", "expression", "ratelimit", "ref", "logging",
)  # fmt: skip
_NO_RULE = "could not find rule"

Rule = dict[str, Any]


class RateRuleset:
    """Does not exist (`exists` is false) until its first rules are put; `version` counts its changes from 1."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._made = 0
        self.id = hex_id(seed, "ruleset/http_ratelimit")
        self.version = 0
        self.changed_s = 0.0
        self.rules: tuple[Rule, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether the zone has a ruleset for this phase."""
        return self.version > 0

    def put(self, rules: Sequence[Mapping[str, Any]], now_s: float) -> None:
        """Replace all rules. Raises EdgeRefusal."""
        self._become([self._rule(one, now_s, self._known(str(one.get("id", "")))) for one in rules], now_s)

    def add(self, rule: Mapping[str, Any], now_s: float) -> None:
        """Append a rule. Raises EdgeRefusal."""
        self._become([*self.rules, self._rule(rule, now_s, None)], now_s)

    def change(self, rule_id: str, rule: Mapping[str, Any], now_s: float) -> None:
        """Replace the definition of a rule. Raises EdgeRefusal."""
        known = self._known(rule_id)
        if known is None:
            raise EdgeRefusal(404, 10008, _NO_RULE)
        changed = self._rule(rule, now_s, known)
        self._become([changed if one is known else one for one in self.rules], now_s)

    def remove(self, rule_id: str, now_s: float) -> None:
        """Take a rule away. Raises EdgeRefusal."""
        known = self._known(rule_id)
        if known is None:
            raise EdgeRefusal(404, 10008, _NO_RULE)
        self._become([one for one in self.rules if one is not known], now_s)

    def limits(self) -> dict[str, tuple[EdgeLimit, ...]]:
        """What the enabled blocking rules allow each segment; a rule that names no segment holds for all."""
        found: dict[str, list[EdgeLimit]] = {segment: [] for segment in SEGMENTS}
        for rule in self.rules:
            limit = rule["ratelimit"]
            if rule["enabled"] and rule["action"] == "block" and "requests_per_period" in limit:
                one = EdgeLimit(limit["requests_per_period"], limit["period"], limit.get("mitigation_timeout", 0))
                named = set(_SEGMENT.findall(rule["expression"]))
                for segment in SEGMENTS:
                    if not named or segment in named:
                        found[segment].append(one)
        return {segment: tuple(limits) for segment, limits in found.items()}

    def _become(self, rules: Sequence[Rule], now_s: float) -> None:
        if len(rules) > _MOST_RULES:
            raise EdgeRefusal(400, 20126, "exceeded maximum number of rules in the phase http_ratelimit")
        refs = [rule["ref"] for rule in rules]
        if len(set(refs)) != len(refs):
            raise EdgeRefusal(400, 20119, "rule refs must be unique")
        self.rules = tuple(rules)
        self.version += 1
        self.changed_s = now_s

    def _known(self, rule_id: str) -> Rule | None:
        return next((one for one in self.rules if one["id"] == rule_id), None)

    def _rule(self, given: Mapping[str, Any], now_s: float, known: Rule | None) -> Rule:
        rule: Rule = {name: given[name] for name in _EDITABLE if name in given}
        _check(rule)
        self._made += known is None
        rule_id = known["id"] if known else hex_id(self._seed, f"rule/{self._made}")
        version = int(known["version"]) + 1 if known else 1
        return {
            "ref": rule_id,
            "enabled": True,
            **rule,
            "id": rule_id,
            "version": str(version),
            "last_updated": now_s,
        }


def _check(rule: Rule) -> None:
    """Raise EdgeRefusal for a rule that the provider would not take."""
    if not isinstance(rule.get("expression"), str) or not rule["expression"].strip():
        raise EdgeRefusal(400, 20127, "invalid expression: it must not be empty")
    if rule.get("action") not in ("block", "log", "challenge", "js_challenge", "managed_challenge"):
        raise EdgeRefusal(400, 20016, f"invalid action {rule.get('action')!r} in the phase http_ratelimit")
    limit = rule.get("ratelimit")
    if not isinstance(limit, dict) or limit.get("period") not in _PERIODS_S:
        raise EdgeRefusal(400, 20155, "the period is not entitled: use one of 10, 60, 120, 300, 600, 3600")
    if "cf.colo.id" not in (limit.get("characteristics") or ()):
        raise EdgeRefusal(400, 20120, "the characteristics must include cf.colo.id")
    requests = limit.get("requests_per_period")
    if not isinstance(requests, int) or requests < 1:
        raise EdgeRefusal(400, 20117, "requests_per_period must be a whole number of at least 1")
