"""Where a rule learns of known vulnerabilities: what was imported here, or what a task brought along."""

from typing import Protocol

from console.domain.audit.advisory_stock import AdvisoryStock
from console.domain.audit.osv_record import OsvRecord


class AdvisorySource(Protocol):
    """Both may raise ``UserError`` when what is kept cannot be read."""

    def stock(self) -> tuple[AdvisoryStock, ...]:
        """Return what is known of which ecosystem; empty without an import."""

    def about(self, ecosystem: str, name: str) -> tuple[OsvRecord, ...]:
        """Return the advisories about a package (its name as ``package_name`` makes it), by id."""
