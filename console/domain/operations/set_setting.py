"""Set one entry of a ConfigMap: a degradation switch or the time to live of a cache (L5.3)."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import t

MOST_TEXT = 1024
"""Larger entries are documents; a change of one of them cannot be read in a line."""


@dataclass(frozen=True, slots=True)
class SetSetting:
    """``value`` is the whole text of the entry; the entry must exist. Raises ``UserError`` for one too long."""

    key: ClassVar[str] = "set-setting"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    entry: str
    value: str

    def __post_init__(self) -> None:
        if not self.entry or len(self.value) > MOST_TEXT:
            raise UserError(
                t("An entry needs a name and at most {most} characters.", most=MOST_TEXT),
                t("Change larger documents where they are kept."),
            )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "ConfigMap", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t("Set {entry} in {name} of {namespace} to {value}.", entry=self.entry, name=self.name,
                 namespace=self.namespace, value=self.value)  # fmt: skip


OPERATIONS.add(OperationKind(SetSetting.key, SetSetting, "Set a switch or a time to live"))
