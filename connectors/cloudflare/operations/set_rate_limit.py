"""Writing one rate limiting rule of a zone."""

from dataclasses import dataclass
from typing import Any

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.operations.moved_on import refuse_moved
from connectors.cloudflare.rate_limit_reader import entry_path, entry_point, name_of, rule_of
from connectors.cloudflare.wire import RuleItem, Ruleset
from connectors.cloudflare.zone_directory import ZoneDirectory
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.set_rate_limit import PERIODS_S, SetRateLimit
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_NONE = "none"
_OWN = frozenset({"id", "version", "last_updated", "categories"})
"""What the provider adds to a rule; the rest of it is sent back unchanged."""
_EVERYBODY = ("cf.colo.id",)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a rule is, and its zone's ruleset; ``None`` when they do not exist."""

    zone_id: str
    ruleset: Ruleset | None
    raw: dict[str, Any] | None

    @property
    def base(self) -> str:
        return f"{self.ruleset.id}/{self.ruleset.version}" if self.ruleset else _NONE

    @property
    def rule(self) -> RuleItem | None:
        return None if self.raw is None else rule_of(self.raw)


class RateLimitRule:
    """The base is the version of the zone's ruleset: no rule of it may have changed in between."""

    def __init__(self, api: CloudflareApi, zones: ZoneDirectory) -> None:
        self._api = api
        self._zones = zones

    async def preview(self, operation: SetRateLimit) -> Preview:
        """Compare the rule with the wanted one."""
        place = await self._find(operation)
        wanted = _wanted(operation, place.raw)
        warnings = []
        if wanted and "cf.colo.id" in wanted["ratelimit"]["characteristics"]:
            warnings.append(t("Cloudflare counts in each of its data centres by itself, not for all of them together."))
        return Preview(
            base=place.base,
            differences=tuple(_differences(place.raw, wanted)),
            inverse=_inverse(operation, place),
            satisfied=_same(place.raw, wanted),
            warnings=tuple(warnings),
        )

    async def apply(self, operation: SetRateLimit, base: str) -> None:
        """Write the rule, unless the ruleset has moved on; nothing is sent when it already is as wanted."""
        place = await self._find(operation)
        wanted = _wanted(operation, place.raw)
        if _same(place.raw, wanted):
            return
        if place.base != base:
            raise refuse_moved(operation.target, _words(place.rule))
        if place.ruleset is None:
            await self._api.change("PUT", entry_path(place.zone_id), {"rules": [wanted]})
            return
        rules = below("zones", place.zone_id, "rulesets", place.ruleset.id, "rules")
        if place.raw is None:
            await self._api.change("POST", rules, wanted)
        elif wanted is None:
            await self._api.change("DELETE", below(rules, str(place.raw["id"])))
        else:
            await self._api.change("PATCH", below(rules, str(place.raw["id"])), wanted)

    async def verify(self, operation: SetRateLimit) -> Verification:
        """Read the rule back."""
        place = await self._find(operation)
        reached = _same(place.raw, _wanted(operation, place.raw))
        words = t("The rate limit {rule} is {now}.", rule=operation.rule, now=_words(place.rule))
        return Verification(Truth.REACHED if reached else Truth.DIFFERENT, words)

    async def _find(self, operation: SetRateLimit) -> _Place:
        zone_id = await self._zones.id_of(operation.zone)
        ruleset = await entry_point(self._api, zone_id)
        for raw in ruleset.rules if ruleset else ():
            rule = rule_of(raw)
            if operation.rule in (name_of(rule), rule.id):
                return _Place(zone_id, ruleset, raw)
        return _Place(zone_id, ruleset, None)


def _wanted(operation: SetRateLimit, raw: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the whole rule as it shall be; ``None`` when it shall not be."""
    if operation.requests is None:
        return None
    if raw is None and not operation.expression:
        raise ChangeRefused(
            t("The zone {zone} has no rate limit {rule} yet.", zone=operation.zone, rule=operation.rule),
            t("Say in expression which requests a new one counts."),
        )
    kept = {name: value for name, value in (raw or {"ref": operation.rule}).items() if name not in _OWN}
    limit = dict(kept.get("ratelimit") or {})
    mitigation_s = operation.mitigation_s
    if mitigation_s is None:
        mitigation_s = limit.get("mitigation_timeout", operation.period_s)
    limit |= {
        "characteristics": list(operation.counted_by or limit.get("characteristics") or _EVERYBODY),
        "period": operation.period_s,
        "requests_per_period": operation.requests,
        "mitigation_timeout": mitigation_s,
    }
    new = {"action": "block", "description": operation.rule, "expression": operation.expression}
    changed = {"expression": operation.expression} if operation.expression else {}
    return {**new, **kept, **changed, "enabled": True, "ratelimit": limit}


def _flat(rule: dict[str, Any] | None) -> dict[str, str]:
    """Return what of a rule the operation may change, as text by path."""
    if rule is None:
        return {}
    limit = rule.get("ratelimit") or {}
    found = {name: rule.get(name) for name in ("expression", "enabled")}
    found |= {f"ratelimit.{name}": limit.get(name) for name in limit}
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in found.items()
        if value is not None
    }


def _same(raw: dict[str, Any] | None, wanted: dict[str, Any] | None) -> bool:
    return _flat(raw) == _flat(wanted)


def _differences(raw: dict[str, Any] | None, wanted: dict[str, Any] | None) -> list[FieldChange]:
    before, after = _flat(raw), _flat(wanted)
    return [
        FieldChange(path, before.get(path, ""), after.get(path, ""))
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    ]


def _inverse(operation: SetRateLimit, place: _Place) -> SetRateLimit | None:
    """Return what brings the old rule back; ``None`` for one that this operation could not have written."""
    rule = place.rule
    if rule is None:
        return SetRateLimit(operation.connection, operation.zone, operation.rule, rps=None)
    limit = rule.ratelimit
    if limit is None or limit.requests_per_period is None or limit.period not in PERIODS_S or not rule.enabled:
        return None
    if operation.requests is None and rule.action != "block":
        return None
    return SetRateLimit(
        operation.connection,
        operation.zone,
        operation.rule,
        rps=limit.requests_per_period / limit.period,
        burst=0.0,
        period_s=limit.period,
        expression=rule.expression,
        counted_by=tuple(limit.characteristics),
        mitigation_s=limit.mitigation_timeout or 0,
    )


def _words(rule: RuleItem | None) -> str:
    limit = rule.ratelimit if rule else None
    if rule is None or limit is None:
        return t("absent")
    if not rule.enabled:
        return t("switched off")
    return t("{requests} requests in {period} s", requests=limit.requests_per_period, period=limit.period)
