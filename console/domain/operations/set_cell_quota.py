"""Set quotas of a cell that its gateways read from a ConfigMap."""

import math
from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.value_limit import check_names
from console.kernel.errors import UserError
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class SetCellQuota:
    """``quotas`` are (name, number from 0); those that are not named stay as they are.

    Without ``entry`` every quota is an entry of the ConfigMap; with one, the entry holds a mapping of them, or, when
    ``quotas`` names only the entry itself, a single number.
    """

    key: ClassVar[str] = "set-cell-quota"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    quotas: tuple[tuple[str, float], ...]
    entry: str = ""

    def __post_init__(self) -> None:
        check_names(tuple(name for name, _ in self.quotas))
        for name, value in self.quotas:
            if not math.isfinite(value) or value < 0:
                raise UserError(
                    t("{value} is no quota for {name}.", value=value, name=name), t("Enter a number from 0.")
                )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "ConfigMap", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        quotas = ", ".join(f"{name} {value:g}" for name, value in self.quotas)
        return t(
            "Set quotas in {name} of {namespace}: {quotas}.", name=self.name, namespace=self.namespace, quotas=quotas
        )


OPERATIONS.add(OperationKind(SetCellQuota.key, SetCellQuota, "Set the quotas of a cell"))
