"""What a metric server says about itself: its storage, its rules, its targets, its metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import localized, t

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.ports.metric_directory import MetricDirectory

_MOST = 5
_HOUR_S = 3600.0
_NOT_TOLD = (ErrorKind.NOT_FOUND, ErrorKind.FORBIDDEN, ErrorKind.PROTOCOL, ErrorKind.REJECTED)


@dataclass(frozen=True, slots=True)
class MetricFact:
    """One line; not ``good``: something is wrong or not told."""

    name: str
    text: str
    good: bool = True


async def metric_facts(directory: MetricDirectory) -> tuple[MetricFact, ...]:
    """Ask for everything; what a compatible server does not have is said to be so. Raises ``ConnectorError``."""
    looks: tuple[tuple[str, Callable[[MetricDirectory], Awaitable[MetricFact]]], ...] = (
        ("storage", _storage),
        ("rules", _rules),
        ("targets", _targets),
        ("metadata", _metadata),
    )
    return tuple([await _told(name, look, directory) for name, look in looks])


async def _told(
    name: str, look: Callable[[MetricDirectory], Awaitable[MetricFact]], directory: MetricDirectory
) -> MetricFact:
    try:
        return await look(directory)
    except ConnectorError as fault:
        if fault.kind not in _NOT_TOLD:
            raise
        return MetricFact(name, t("not told by this server"), good=False)


async def _storage(directory: MetricDirectory) -> MetricFact:
    found = await directory.storage()
    facts = [t("{count} series in memory", count=found.series)]
    if found.chunks is not None:
        facts.append(t("{count} chunks", count=found.chunks))
    if found.from_s is not None and found.to_s is not None and found.to_s > found.from_s:
        facts.append(t("{hours} h", hours=localized(f"{(found.to_s - found.from_s) / _HOUR_S:.1f}")))
    largest = ", ".join(f"{name} {count}" for name, count in found.largest[:_MOST])
    if largest:
        facts.append(t("most series: {metrics}", metrics=largest))
    return MetricFact("storage", "; ".join(facts))


async def _rules(directory: MetricDirectory) -> MetricFact:
    rules = [rule for group in await directory.rules() for rule in group.rules]
    failing = [f"{rule.name}: {rule.error}" for rule in rules if rule.health == "err"]
    firing = sum(bool(rule.alerts) for rule in rules)
    text = t("{count} rules, {firing} with alerts", count=len(rules), firing=firing)
    return MetricFact("rules", "; ".join([text, *failing[:_MOST]]), not failing)


async def _targets(directory: MetricDirectory) -> MetricFact:
    targets = await directory.targets()
    down = [f"{target.url}: {target.error}" for target in targets if target.health == "down"]
    text = t("{count} targets, {down} down", count=len(targets), down=len(down))
    return MetricFact("targets", "; ".join([text, *down[:_MOST]]), not down)


async def _metadata(directory: MetricDirectory) -> MetricFact:
    described = {one.name for one in await directory.metadata()}
    return MetricFact("metadata", t("{count} metrics are described", count=len(described)))
