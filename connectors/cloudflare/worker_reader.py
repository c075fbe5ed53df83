"""Reading the Workers of an account with what runs of them."""

from dataclasses import dataclass

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.moment import seconds_of
from connectors.cloudflare.wire import DeploymentItem, Deployments, Schedules, ScriptItem, VersionItem, Versions
from console.domain.edge.edge_worker import EdgeWorker, VersionShare, WorkerVersion
from console.domain.resource import ResourceRef
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind

_MOST_AT_ONCE = 60
_SLOW_S = 600.0
"""How old the list of versions and the schedules may be; deployments are read every time."""
_NEWEST = 50
"""A model that learns every night is uploaded every night, and the version to go back to is older than some of them."""
_UNTOLD = frozenset({ErrorKind.NOT_FOUND, ErrorKind.FORBIDDEN, ErrorKind.PROTOCOL, ErrorKind.REJECTED})
"""Faults of one version that leave its name unknown, and nothing else."""
_NOTES = ("workers/tag", "workers/message")


@dataclass(slots=True)
class _Known:
    """What was read of one script, and when."""

    row: EdgeWorker
    at_s: float
    slow_at_s: float


class WorkerReader:
    """Asks for the deployments of at most sixty scripts a round, the longest unread first."""

    def __init__(self, api: CloudflareApi, connection: str, clock: Clock) -> None:
        self._api = api
        self._connection = connection
        self._clock = clock
        self._known: dict[str, _Known] = {}

    async def read(self) -> tuple[EdgeWorker, ...]:
        """Return all scripts; raise ``ConnectorError``."""
        scripts = await self._api.whole(f"{self._api.root}/workers/scripts", ScriptItem)
        names = {script.id for script in scripts}
        self._known = {name: known for name, known in self._known.items() if name in names}
        for script in sorted(scripts, key=self._age_order)[:_MOST_AT_ONCE]:
            try:
                await self._read_one(script)
            except ConnectorError as fault:
                if fault.kind is not ErrorKind.NOT_FOUND:
                    raise
                self._known.pop(script.id, None)  # deleted since the list was read
        return tuple(self._known[script.id].row for script in scripts if script.id in self._known)

    def _age_order(self, script: ScriptItem) -> float:
        known = self._known.get(script.id)
        return float("-inf") if known is None else known.at_s

    async def _read_one(self, script: ScriptItem) -> None:
        now_s = self._clock.monotonic()
        known = self._known.get(script.id)
        deployment = await current_deployment(self._api, script.id)
        unseen = known is None or (deployment is not None and deployment.id != known.row.deployment)
        if known is None or unseen or now_s - known.slow_at_s > _SLOW_S:
            versions = tuple(_version(one) for one in await self._versions(script.id, deployment))
            schedules = await self._schedules(script.id)
            slow_at_s = now_s
        else:
            versions, schedules, slow_at_s = known.row.versions, known.row.schedules, known.slow_at_s
        row = EdgeWorker(
            ref=ResourceRef(self._connection, "Worker", "", script.id),
            deployment=deployment.id if deployment else "",
            shares=shares_of(deployment),
            deployed_at_s=seconds_of(deployment.created_on) if deployment else None,
            versions=versions,
            schedules=schedules,
            created_at_s=seconds_of(script.created_on),
            modified_at_s=seconds_of(script.modified_on),
        )
        self._known[script.id] = _Known(row, now_s, slow_at_s)

    async def _versions(self, script: str, deployment: DeploymentItem | None) -> tuple[VersionItem, ...]:
        """Return the newest versions, and behind them what runs although so many are newer."""
        newest = await newest_versions(self._api, script)
        seen = {one.id for one in newest}
        older = []
        for version in (one.version_id for one in shares_of(deployment) if one.version_id not in seen):
            address = below(f"{self._api.root}/workers/scripts", script, "versions", version)
            try:
                older.append(await self._api.one(address, VersionItem))
            except ConnectorError as fault:
                if fault.kind not in _UNTOLD:
                    raise
        return (*newest, *sorted(older, key=lambda one: -(one.number or 0)))

    async def _schedules(self, script: str) -> tuple[str, ...]:
        found = await self._api.one(below(f"{self._api.root}/workers/scripts", script, "schedules"), Schedules)
        return tuple(one.cron for one in found.schedules)


async def current_deployment(api: CloudflareApi, script: str) -> DeploymentItem | None:
    """Return what of a script runs now; ``None``: it was never deployed by versions."""
    found = await api.one(below(f"{api.root}/workers/scripts", script, "deployments"), Deployments)
    return found.deployments[0] if found.deployments else None


async def newest_versions(api: CloudflareApi, script: str, *, deployable: bool = False) -> tuple[VersionItem, ...]:
    """Return the newest versions of a script: those of some weeks, or all that can be deployed."""
    more: dict[str, str | int] = {"deployable": "true"} if deployable else {"page": 1, "per_page": _NEWEST}
    found = await api.one(below(f"{api.root}/workers/scripts", script, "versions"), Versions, more)
    return tuple(found.items)


def shares_of(deployment: DeploymentItem | None) -> tuple[VersionShare, ...]:
    """Return the versions of a deployment, the largest share first."""
    shares = [VersionShare(one.version_id, one.percentage) for one in (deployment.versions if deployment else [])]
    return tuple(sorted(shares, key=lambda one: (-one.percent, one.version_id)))


def tag_of(item: VersionItem) -> str:
    """Return what its uploader calls a version: the first word of its note; empty without one."""
    return next(iter(_version(item).note.split()), "")


def _version(item: VersionItem) -> WorkerVersion:
    annotations = item.annotations or {}
    return WorkerVersion(
        version_id=item.id,
        number=None if item.number is None else int(item.number),
        created_at_s=seconds_of(_text(item.metadata.get("created_on"))),
        note=" ".join(annotations[name] for name in _NOTES if annotations.get(name)).strip()[:200],
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
