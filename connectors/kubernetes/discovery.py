"""Which kinds a cluster serves: aggregated discovery where it is served, group by group elsewhere."""

import asyncio
from typing import Any

import msgspec

from connectors.common.exchange import Answer
from connectors.common.fault import wrong_body
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.topics import TOPICS
from console.domain.resource import ResourceKind, ResourceRef
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.kernel.prepared import prepared

_AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
_KEPT_S = 60.0
_GROUPS_AT_ONCE = 8


class ResponseKind(msgspec.Struct):
    """The fields of a served kind."""

    kind: str = ""


class DiscoveredResource(msgspec.Struct, rename="camel"):
    """The fields of a resource in aggregated discovery."""

    resource: str = ""
    response_kind: ResponseKind | None = None
    scope: str = ""
    verbs: list[str] | None = None
    short_names: list[str] | None = None


class DiscoveredVersion(msgspec.Struct):
    """The fields of a version in aggregated discovery."""

    version: str = ""
    resources: list[DiscoveredResource] | None = None


class GroupMeta(msgspec.Struct):
    """The fields of a group's metadata; the core group has no name."""

    name: str = ""


class DiscoveredGroup(msgspec.Struct):
    """The fields of a group in aggregated discovery; the preferred version comes first."""

    metadata: GroupMeta = msgspec.field(default_factory=GroupMeta)
    versions: list[DiscoveredVersion] | None = None


class Aggregated(msgspec.Struct):
    """The fields of aggregated discovery."""

    items: list[DiscoveredGroup] | None = None


class PlainResource(msgspec.Struct, rename="camel"):
    """The fields of a resource in plain discovery."""

    name: str = ""
    kind: str = ""
    namespaced: bool = False
    verbs: list[str] | None = None
    short_names: list[str] | None = None


class PlainResources(msgspec.Struct):
    """The fields of an APIResourceList."""

    resources: list[PlainResource] | None = None


class GroupVersion(msgspec.Struct):
    """The fields of a version of a group."""

    version: str = ""


class PlainGroup(msgspec.Struct, rename="camel"):
    """The fields of an APIGroup."""

    name: str = ""
    preferred_version: GroupVersion | None = None


class PlainGroups(msgspec.Struct):
    """The fields of an APIGroupList."""

    groups: list[PlainGroup] | None = None


class Discovery:
    """Knows the cluster's kinds for a minute."""

    def __init__(self, session: ClusterSession) -> None:
        self._session = session
        self._kinds: tuple[ResourceKind, ...] = ()
        self._read_at_s = float("-inf")
        self._lock = asyncio.Lock()

    async def kinds(self) -> tuple[ResourceKind, ...]:
        """Return the listable kinds, one version of each; a group that does not answer is left out."""
        async with self._lock:
            now_s = self._session.clock.monotonic()
            if not self._kinds or now_s - self._read_at_s >= _KEPT_S:
                core, rest = await gathered(self._root("/api"), self._root("/apis"))
                self._kinds = tuple(dict.fromkeys([*core, *rest]))
                self._read_at_s = now_s
            return self._kinds

    async def kind_of(self, ref: ResourceRef) -> ResourceKind:
        """Return the kind of an object, asking the cluster only for kinds that the console does not know itself."""
        known = _KNOWN.get((ref.group, ref.kind))
        if known is not None:
            return known
        for kind in await self.kinds():
            if (kind.group, kind.kind) == (ref.group, ref.kind):
                return kind
        raise ConnectorError(
            ErrorKind.NOT_FOUND,
            t("{place} does not serve the kind {kind}.", place=self._session.peer.place, kind=ref.kind),
            t("Its definition may have been removed from the cluster."),
        )

    async def _root(self, root: str) -> list[ResourceKind]:
        answer = await self._session.get(root, headers={"accept": _AGGREGATED})
        if "APIGroupDiscoveryList" in answer.headers.get("content-type", ""):
            return _aggregated(self._decode(answer, Aggregated))
        if root == "/api":
            return await self._group("", "v1")
        groups = self._decode(answer, PlainGroups).groups or []
        at_once = asyncio.Semaphore(_GROUPS_AT_ONCE)

        async def read(group: PlainGroup) -> list[ResourceKind]:
            async with at_once:
                version = group.preferred_version.version if group.preferred_version else ""
                return await self._group(group.name, version)

        found = await asyncio.gather(*(read(group) for group in groups), return_exceptions=True)
        kinds: list[ResourceKind] = []
        for one in found:
            if isinstance(one, list):
                kinds.extend(one)
            elif not isinstance(one, ConnectorError):
                raise one
        return kinds

    async def _group(self, group: str, version: str) -> list[ResourceKind]:
        path = f"/apis/{group}/{version}" if group else f"/api/{version}"
        listed = self._decode(await self._session.get(path), PlainResources).resources or []
        return [
            ResourceKind(
                group, version, one.kind, one.name, one.namespaced, tuple(one.verbs or ()), tuple(one.short_names or ())
            )
            for one in listed
            if "/" not in one.name and "list" in (one.verbs or ())
        ]

    def _decode(self, answer: Answer, shape: Any) -> Any:
        try:
            return msgspec.json.decode(answer.body, type=prepared(shape))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None


def _aggregated(found: Aggregated) -> list[ResourceKind]:
    """Return each resource in its group's preferred version that has it."""
    kinds: dict[tuple[str, str], ResourceKind] = {}
    for group in found.items or ():
        for version in group.versions or ():
            for one in version.resources or ():
                if "list" not in (one.verbs or ()) or one.response_kind is None:
                    continue
                kind = ResourceKind(
                    group.metadata.name,
                    version.version,
                    one.response_kind.kind,
                    one.resource,
                    one.scope == "Namespaced",
                    tuple(one.verbs or ()),
                    tuple(one.short_names or ()),
                )
                kinds.setdefault((kind.group, kind.plural), kind)
    return list(kinds.values())


_KNOWN = {
    (watched.api_group, watched.kind): watched.at(watched.versions[0])
    for kinds in TOPICS.values()
    for watched in kinds
    if len(watched.versions) == 1
}
