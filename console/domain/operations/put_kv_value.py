"""Write or remove one small value of a KV namespace."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import t

MOST_BYTES = 16 * 1024
"""Larger values do not belong into a change that people read, sign and keep."""
_MOST_NAME = 512


@dataclass(frozen=True, slots=True)
class PutKvValue:
    """``namespace`` is its title (or id), ``name`` the key in it; ``value`` ``None`` removes it.

    Values that are secret do not belong here. Raises ``UserError`` for a value or a name that is too large.
    """

    key: ClassVar[str] = "put-kv-value"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    value: str | None

    def __post_init__(self) -> None:
        if not self.name or self.name in {".", ".."} or len(self.name.encode()) > _MOST_NAME:
            raise UserError(t("That is not a key of a KV namespace."), t("Use 1 to 512 bytes, and neither . nor .."))
        if self.value is not None and len(self.value.encode()) > MOST_BYTES:
            raise UserError(
                t("The value of {name} is larger than {size} KiB.", name=self.name, size=MOST_BYTES // 1024),
                t("Write large values with the provider's own tools."),
            )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "KVValue", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        if self.value is None:
            return t("Remove {name} from the KV namespace {namespace}.", name=self.name, namespace=self.namespace)
        return t("Write {name} in the KV namespace {namespace}.", name=self.name, namespace=self.namespace)


OPERATIONS.add(OperationKind(PutKvValue.key, PutKvValue, "Write a value of a KV namespace"))
