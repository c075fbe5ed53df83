"""Identity of an object in a cluster, and of a kind of object."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResourceKind:
    """A kind that a cluster serves; ``group`` is empty for the core group, ``plural`` is its name in URLs."""

    group: str
    version: str
    kind: str
    plural: str
    namespaced: bool
    verbs: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()

    @property
    def api_version(self) -> str:
        """Return ``group/version``, or ``version`` alone for the core group."""
        return f"{self.group}/{self.version}" if self.group else self.version


@dataclass(frozen=True, slots=True)
class ResourceRef:
    """One object: connection (key in the estate), kind and name; ``namespace`` is empty for cluster-wide objects."""

    connection: str
    kind: str
    namespace: str
    name: str
    group: str = ""

    def __str__(self) -> str:
        place = f"{self.namespace}/" if self.namespace else ""
        return f"{self.connection}:{self.kind}/{place}{self.name}"


@dataclass(frozen=True, slots=True)
class Condition:
    """A status condition as controllers publish it; ``status`` is True, False or Unknown."""

    type: str
    status: str
    reason: str = ""
    message: str = ""
    changed_at_s: float | None = None
