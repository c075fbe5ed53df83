"""The lab's cost service."""

import secrets

from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.outside.opencost.cost_ledger import CostLedger
from console.lab.outside.opencost.opencost_site import OpenCostSite
from console.lab.simulator.cell_spec import CellSpec

_MONTH_H = 730.0
_HEADROOM = 1.12
_GIB = float(1 << 30)


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
        """Return the cost service, and a budget for each cell a little above what it usually costs."""
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
            "budgets": [self._budget(cell) for cell in self._context.world.blueprint.cells],
        }

    def _budget(self, cell: CellSpec) -> dict[str, object]:
        nodes = self._context.world.blueprint.nodes
        node = next((one for one in nodes if one.region == cell.region), nodes[0])
        hourly = sum(
            spec.replicas
            * (spec.cpu_cores * node.cpu_hourly_usd + spec.memory_bytes / _GIB * node.memory_gib_hourly_usd)
            for spec in cell.workloads
        )
        limit = {"amount": float(round(hourly * _MONTH_H * _HEADROOM)), "currency": "USD"}
        return {"key": f"{cell.name}-month", "title": f"Budget of {cell.name}", "limit": limit, "cells": [cell.name]}
