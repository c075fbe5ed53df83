"""What the lab's API server knows about one kind of object."""

from dataclasses import dataclass, field

ALL_VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")


@dataclass(frozen=True, slots=True)
class PrinterColumn:
    """A column of `kubectl get`: where its value comes from and whether it is shown by default (priority 0)."""

    name: str
    path: str
    type: str = "string"
    priority: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class ScalePaths:
    """Dotted paths of the scale subresource inside an object; an empty selector path means that none is published."""

    spec: str = "spec.replicas"
    status: str = "status.replicas"
    selector: str = "status.selector"


@dataclass(frozen=True, slots=True)
class ResourceKind:
    """One served kind: names, scope, versions (the first is the stored one), subresources and printer columns."""

    group: str
    versions: tuple[str, ...]
    kind: str
    plural: str
    singular: str
    namespaced: bool = True
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ALL_VERBS
    status: bool = False
    scale: ScalePaths | None = None
    generation: bool = False
    custom: bool = False
    schema: str = ""
    columns: tuple[PrinterColumn, ...] = field(default=())
    subresources: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    @property
    def key(self) -> str:
        """The name of the collection in the store and in messages: `pods`, `deployments.apps`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def api_version(self) -> str:
        """`apiVersion` of stored objects."""
        return self.api_version_of(self.versions[0])

    @property
    def qualified_kind(self) -> str:
        """The kind as messages name it: `Pod`, `Deployment.apps`."""
        return f"{self.kind}.{self.group}" if self.group else self.kind

    def api_version_of(self, version: str) -> str:
        """`apiVersion` of objects served in this version."""
        return f"{self.group}/{version}" if self.group else version
