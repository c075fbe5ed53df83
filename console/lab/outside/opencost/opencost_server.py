"""The lab's cost service."""

import secrets

from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.outside.opencost.budget_plan import BudgetPlan
from console.lab.outside.opencost.cost_ledger import CostLedger
from console.lab.outside.opencost.opencost_site import OpenCostSite


class OpenCostServer:
    """Implements ``LabServer``."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context
        self._token = secrets.token_urlsafe(24)
        site = OpenCostSite(CostLedger(context.world), context.now_s)
        self._site = LoopbackSite("lab OpenCost", self._token, site.answer)

    async def start(self) -> None:
        """Listen."""
        await self._site.start()

    async def stop(self) -> None:
        """Stop listening."""
        await self._site.stop()

    def estate(self) -> Sections:
        """Return the cost service, and budgets."""
        file = self._context.folder.token_file("opencost", self._token)
        return {
            "opencost": [
                {
                    "key": "lab-opencost",
                    "title": "Lab OpenCost",
                    "url": self._site.url,
                    "cluster": "lab",
                    "auth": {"kind": "bearer", "token": f"file:{file}"},
                    "poll_s": 30.0,
                }
            ],
            "budgets": BudgetPlan(self._context.world, self._context.now_s()).entries(),
        }
