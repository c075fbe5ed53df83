"""Reading the rate limiting rules of zones."""

from typing import Any

import msgspec

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.wire import RuleItem, Ruleset
from connectors.cloudflare.zone_directory import ZoneDirectory
from connectors.common.fault import HttpFault
from console.domain.edge.rate_limit import RateLimit
from console.domain.resource import ResourceRef
from console.kernel.prepared import prepared

_PHASE = "http_ratelimit"


class RateLimitReader:
    """Reads the entry point of the rate limiting phase of each zone; a zone without one has no limits."""

    def __init__(self, api: CloudflareApi, connection: str, zones: ZoneDirectory) -> None:
        self._api = api
        self._connection = connection
        self._zones = zones

    async def read(self) -> tuple[RateLimit, ...]:
        """Return the rules of all zones; raise ``ConnectorError``."""
        rows: list[RateLimit] = []
        for zone in await self._zones.zones():
            ruleset = await entry_point(self._api, zone.id)
            if ruleset is not None:
                rules = [rule_of(one) for one in ruleset.rules]
                rows.extend(self._row(zone.name, ruleset, rule) for rule in rules if _limits_requests(rule))
        return tuple(rows)

    def _row(self, zone: str, ruleset: Ruleset, rule: RuleItem) -> RateLimit:
        limit = rule.ratelimit
        assert limit is not None
        assert limit.requests_per_period is not None
        return RateLimit(
            ref=ResourceRef(self._connection, "RateLimit", zone, name_of(rule)),
            rule_id=rule.id,
            description=rule.description or "",
            expression=rule.expression,
            requests=limit.requests_per_period,
            period_s=limit.period,
            mitigation_s=limit.mitigation_timeout or 0,
            action=rule.action,
            enabled=rule.enabled,
            counted_by=tuple(limit.characteristics),
            ruleset=ruleset.id,
            version=ruleset.version,
        )


def entry_path(zone_id: str) -> str:
    """Return where the ruleset of a zone's rate limiting phase is."""
    return below("zones", zone_id, "rulesets", "phases", _PHASE, "entrypoint")


async def entry_point(api: CloudflareApi, zone_id: str) -> Ruleset | None:
    """Return the ruleset of a zone's rate limiting phase; ``None`` when it has none yet."""
    try:
        return await api.one(entry_path(zone_id), Ruleset)
    except HttpFault as fault:
        if fault.status == 404:
            return None
        raise


def rule_of(raw: dict[str, Any]) -> RuleItem:
    """Return what of a rule is shown; one of an unknown shape counts as one that limits nothing."""
    try:
        return msgspec.convert(raw, prepared(RuleItem))
    except msgspec.ValidationError:
        return RuleItem(id=str(raw.get("id", "")), ref=str(raw.get("ref", "")))


def name_of(rule: RuleItem) -> str:
    """Return the name by which a rule is known: its reference if somebody chose one, else its id."""
    return rule.ref or rule.id


def _limits_requests(rule: RuleItem) -> bool:
    return rule.ratelimit is not None and rule.ratelimit.requests_per_period is not None
