"""Prometheus rules as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """A recording rule (``record``) or an alerting rule (``alert``)."""

    expr: str
    labels: Mapping[str, str]
    record: str = ""
    alert: str = ""
    annotations: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """Return the rule as a rule file writes it."""
        kind = {"record": self.record} if self.record else {"alert": self.alert}
        more = {"annotations": dict(sorted(self.annotations.items()))} if self.annotations else {}
        return {**kind, "expr": self.expr, "labels": dict(sorted(self.labels.items())), **more}


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that are evaluated together, in order."""

    name: str
    rules: tuple[Rule, ...]

    def content(self) -> dict[str, Any]:
        """Return the group as a rule file writes it."""
        return {"name": self.name, "rules": [rule.content() for rule in self.rules]}
