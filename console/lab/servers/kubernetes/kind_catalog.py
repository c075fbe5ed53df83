"""The kinds that a lab cluster serves, found by collection key, by path or by apiVersion and kind."""

from collections.abc import Iterable, Iterator

from console.lab.servers.kubernetes.builtin_kinds import BUILTIN_KINDS
from console.lab.servers.kubernetes.custom_kinds import CUSTOM_KINDS
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.virtual_kinds import VIRTUAL_KINDS


class KindCatalog:
    """All served kinds. Immutable after construction."""

    def __init__(self, kinds: Iterable[ResourceKind]) -> None:
        self._kinds = tuple(kinds)
        self._by_key = {kind.key: kind for kind in self._kinds}
        self._by_path = {(k.group, version, k.plural): k for k in self._kinds for version in k.versions}
        self._by_type = {(k.api_version_of(version), k.kind): k for k in self._kinds for version in k.versions}

    def __iter__(self) -> Iterator[ResourceKind]:
        return iter(self._kinds)

    def by_key(self, key: str) -> ResourceKind:
        """The kind of a collection such as `deployments.apps`.

        Raises:
            KeyError: no such collection is served.
        """
        return self._by_key[key]

    def find(self, group: str, version: str, plural: str) -> ResourceKind | None:
        """The kind served under a path, or None."""
        return self._by_path.get((group, version, plural))

    def of_object(self, api_version: str, kind: str) -> ResourceKind | None:
        """The kind of an object by its `apiVersion` and `kind`, or None."""
        return self._by_type.get((api_version, kind))

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Named groups in serving order with their versions, the preferred one first."""
        versions: dict[str, dict[str, None]] = {}
        for kind in self._kinds:
            if kind.group:
                versions.setdefault(kind.group, {}).update(dict.fromkeys(kind.versions))
        return {group: tuple(found) for group, found in versions.items()}

    def of_group_version(self, group: str, version: str) -> list[ResourceKind]:
        """The kinds served in one version of a group, by plural."""
        found = [kind for kind in self._kinds if kind.group == group and version in kind.versions]
        return sorted(found, key=lambda kind: kind.plural)


def default_catalog() -> KindCatalog:
    """The kinds of every lab cluster: those built into Kubernetes and the custom ones the console works with."""
    return KindCatalog((*BUILTIN_KINDS, *VIRTUAL_KINDS, *CUSTOM_KINDS))
