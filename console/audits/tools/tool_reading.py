"""What a program says about a checkout, read once; the program can be begun before its answer is wanted."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.audits.repository.checkout import Checkout

Said = TypeVar("Said")


class ToolReading(Generic[Said]):
    """``begin`` starts the program, if there is anything to read, and returns what reads its answer."""

    def __init__(self, name: str, begin: Callable[[Checkout], Callable[[], Said]]) -> None:
        self.name, self._begin = name, begin

    def ahead(self, checkout: Checkout) -> None:
        """Start the program, so that it runs beside whatever comes next; what is wrong with it is told by ``read``."""
        with suppress(ConsoleError):
            self._begun(checkout)

    def read(self, checkout: Checkout) -> Said:
        """Return what it says; raise ``ConnectorError`` when it fails, ``UserError`` when it is not installed."""
        begun = self._begun(checkout)
        return checkout.once(self.name, begun)

    def _begun(self, checkout: Checkout) -> Callable[[], Said]:
        return checkout.once(f"{self.name}-begun", lambda: self._begin(checkout))
