"""Set what a namespace may ask for at most."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.value_limit import check_names
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class SetResourceQuota:
    """``hard`` are (resource, quantity as Kubernetes writes it); an empty quantity takes the bound away.

    Resources that are not named stay as they are.
    """

    key: ClassVar[str] = "set-resource-quota"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    namespace: str
    name: str
    hard: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        check_names(tuple(resource for resource, _ in self.hard))

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "ResourceQuota", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        bounds = ", ".join(f"{resource} {quantity or '–'}" for resource, quantity in self.hard)
        return t(
            "Set ResourceQuota {name} of {namespace}: {bounds}.", name=self.name, namespace=self.namespace,
            bounds=bounds,
        )  # fmt: skip


OPERATIONS.add(OperationKind(SetResourceQuota.key, SetResourceQuota, "Set a ResourceQuota"))
