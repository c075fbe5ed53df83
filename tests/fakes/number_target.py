"""An outside system that is the log of its writes: numbers by name, and a base that moves on with every edit."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operation import OPERATIONS, Operation, OperationKind, Risk, Target
from console.kernel.errors import ChangeRefused, ConsoleError


@dataclass(frozen=True, slots=True)
class SetNumber:
    """Set a number of the file."""

    key: ClassVar[str] = "test-set-number"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    name: str
    value: int

    @property
    def target(self) -> Target:
        return Target(self.connection, "number", self.name)

    def summary(self) -> str:
        return f"Set {self.name} to {self.value}."


@dataclass(frozen=True, slots=True)
class ShakeNumber(SetNumber):
    """The same, disruptive."""

    key: ClassVar[str] = "test-shake-number"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE


@dataclass(frozen=True, slots=True)
class BurnNumber(SetNumber):
    """The same, for good."""

    key: ClassVar[str] = "test-burn-number"
    risk: ClassVar[Risk] = Risk.IRREVERSIBLE


for _kind in (SetNumber, ShakeNumber, BurnNumber):
    if _kind.key not in OPERATIONS:
        OPERATIONS.add(OperationKind(_kind.key, _kind, "Set a number"))


class NumberTarget:
    """Implements ``ChangeExecutor``. ``fail_before`` and ``fail_after`` are raised once, around the next write.

    ``lag`` is how many verifies say "on its way" before the truth. ``reads`` and ``applies`` count.
    """

    def __init__(self, folder: Path) -> None:
        self._log = folder / "writes.log"
        self.fail_before: ConsoleError | None = None
        self.fail_after: ConsoleError | None = None
        self.fail_verify: ConsoleError | None = None
        self.lag = 0
        self.reads = 0
        self.applies = 0

    def numbers(self) -> dict[str, int]:
        """What the target holds: what was written last."""
        return {name: int(value) for name, _, value in (one.split()[0].partition("=") for one in self.writes())}

    def put(self, name: str, value: int, who: str = "somebody") -> None:
        """Write, in one piece."""
        with self._log.open("a") as log:
            log.write(f"{name}={value} {who}\n")

    def writes(self) -> list[str]:
        """Every write so far, as ``name=value who``."""
        return self._log.read_text().splitlines() if self._log.exists() else []

    # --- the port -------------------------------------------------------------------------------------------------

    def supports(self, operation: Operation) -> bool:
        return isinstance(operation, SetNumber)

    async def preview(self, operation: Any) -> Preview:
        now = self.numbers().get(operation.name, 0)
        if now == operation.value:
            return Preview(str(now), (), None, satisfied=True)
        differences = (FieldChange(operation.name, str(now), str(operation.value)),)
        inverse = type(operation)(operation.connection, operation.name, now)
        return Preview(str(now), differences, None if operation.risk is Risk.IRREVERSIBLE else inverse, dry_run=True)

    async def apply(self, operation: Any, base: str) -> Operation | None:
        self.applies += 1
        if self.fail_before is not None:
            error, self.fail_before = self.fail_before, None
            raise error
        now = self.numbers().get(operation.name, 0)
        if now == operation.value:
            return None
        if str(now) != base:
            raise ChangeRefused(f"{operation.name} is {now} now, not {base}.", "Look again.")
        self.put(operation.name, operation.value, "console")
        if self.fail_after is not None:
            error, self.fail_after = self.fail_after, None
            raise error
        return None

    async def verify(self, operation: Any) -> Verification:
        self.reads += 1
        if self.fail_verify is not None:
            raise self.fail_verify
        now = self.numbers().get(operation.name, 0)
        if now == operation.value and self.lag > 0:
            self.lag -= 1
            return Verification(Truth.PENDING, f"{operation.name} is on its way.")
        truth = Truth.REACHED if now == operation.value else Truth.DIFFERENT
        return Verification(truth, f"{operation.name} is {now}.")
