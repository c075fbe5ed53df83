"""Deploying versions of a Worker with percentages."""

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.operations.moved_on import refuse_moved
from connectors.cloudflare.operations.version_matrix import VersionMatrix
from connectors.cloudflare.wire import DeploymentItem, VersionItem
from connectors.cloudflare.worker_reader import current_deployment, newest_versions, shares_of, tag_of
from connectors.common.fault import HttpFault
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.edge.edge_worker import VersionShare
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_NOTHING = "none"
_CLOSE = 1e-6


class WorkerPercentages:
    """A deployment is its own version: nothing may have been deployed in between."""

    def __init__(self, api: CloudflareApi, matrix: VersionMatrix) -> None:
        self._api, self._matrix = api, matrix

    async def preview(self, operation: SetWorkerPercentages) -> Preview:
        """Compare the running deployment with the wanted one; refuse versions that are not there or do not fit."""
        current = await self._current(operation)
        known = await self._known(operation)
        before = shares_of(current)
        warnings = self._matrix.warnings(operation, before, {one.id: tag_of(one) for one in known})
        inverse = None
        if before:
            inverse = SetWorkerPercentages(operation.connection, operation.script, _pairs(before))
        return Preview(
            base=current.id if current else _NOTHING,
            differences=tuple(_differences(before, operation)),
            inverse=inverse,
            satisfied=_same(before, operation),
            warnings=warnings,
        )

    async def apply(self, operation: SetWorkerPercentages, base: str) -> None:
        """Deploy, unless somebody else did; nothing is sent when it already runs like that."""
        current = await self._current(operation)
        if _same(shares_of(current), operation):
            return
        if (current.id if current else _NOTHING) != base:
            raise refuse_moved(operation.target, _words(shares_of(current)))
        body = {
            "strategy": "percentage",
            "versions": [{"version_id": version, "percentage": percent} for version, percent in operation.shares],
        }
        await self._api.change("POST", self._path(operation), body)

    async def verify(self, operation: SetWorkerPercentages) -> Verification:
        """Read the running deployment back."""
        shares = shares_of(await self._current(operation))
        truth = Truth.REACHED if _same(shares, operation) else Truth.DIFFERENT
        words = t("The Worker {script} runs {shares}.", script=operation.script, shares=_words(shares))
        return Verification(truth, words)

    def _path(self, operation: SetWorkerPercentages) -> str:
        return below(f"{self._api.root}/workers/scripts", operation.script, "deployments")

    async def _current(self, operation: SetWorkerPercentages) -> DeploymentItem | None:
        try:
            return await current_deployment(self._api, operation.script)
        except HttpFault as fault:
            if fault.status != 404:
                raise
            raise ChangeRefused(
                t("There is no Worker {script}.", script=operation.script),
                t("Name one that the connection {name} has.", name=operation.connection),
            ) from None

    async def _known(self, operation: SetWorkerPercentages) -> tuple[VersionItem, ...]:
        """Return the versions that can be deployed; refuse any other."""
        known = await newest_versions(self._api, operation.script, deployable=True)
        ids = {one.id for one in known}
        for version, _percent in operation.shares:
            if version not in ids:
                raise ChangeRefused(
                    t(
                        "The Worker {script} has no version {version} to deploy.",
                        script=operation.script,
                        version=version,
                    ),
                    t("Upload it first, or name one of its newest versions."),
                )
        return known


def _pairs(shares: tuple[VersionShare, ...]) -> tuple[tuple[str, float], ...]:
    return tuple((one.version_id, one.percent) for one in shares)


def _same(shares: tuple[VersionShare, ...], operation: SetWorkerPercentages) -> bool:
    has, wants = dict(_pairs(shares)), dict(operation.shares)
    return has.keys() == wants.keys() and all(abs(has[one] - wants[one]) <= _CLOSE for one in wants)


def _differences(before: tuple[VersionShare, ...], operation: SetWorkerPercentages) -> list[FieldChange]:
    has, wants = dict(_pairs(before)), dict(operation.shares)
    return [
        FieldChange(f"versions[{version}].percentage", _number(has.get(version)), _number(wants.get(version)))
        for version in dict.fromkeys((*has, *wants))
        if has.get(version) != wants.get(version)
    ]


def _number(percent: float | None) -> str:
    return "" if percent is None else f"{percent:g}"


def _words(shares: tuple[VersionShare, ...]) -> str:
    return ", ".join(f"{one.version_id[:8]} {one.percent:g} %" for one in shares) or t("nothing")
