"""Create a Secret that is missing, from references to where its values are kept."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.value_limit import check_names
from console.kernel.errors import UserError
from console.kernel.i18n import t

_REFERENCES = ("keyring:", "env:", "file:")


@dataclass(frozen=True, slots=True)
class CreateSecret:
    """``entries`` are (key, reference as ``keyring:…``, ``env:…`` or ``file:…``), never values; they are read when the
    Secret is made. One that exists is never overwritten. Raises ``UserError`` for an entry that is no reference.
    """

    key: ClassVar[str] = "create-secret"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    entries: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        check_names(tuple(name for name, _ in self.entries))
        for name, reference in self.entries:
            if not reference.startswith(_REFERENCES):
                raise UserError(
                    t("{name} is not given as a reference to a secret.", name=name),
                    t("Write keyring:NAME, env:NAME or file:/path; the value itself never belongs into a change."),
                )

    @property
    def target(self) -> Target:
        """Return what it makes."""
        return Target(self.connection, "Secret", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Create the Secret {name} in {namespace} with {keys}.",
            name=self.name,
            namespace=self.namespace,
            keys=", ".join(name for name, _ in self.entries),
        )


OPERATIONS.add(OperationKind(CreateSecret.key, CreateSecret, "Create a missing Secret"))
