"""A cost service as OpenCost is one: allocations, assets, cloud costs."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from console.domain.price.resource_cost import GIB
from console.lab.outside.opencost.cost_ledger import CLUSTER, CostLedger, allocation_json
from console.lab.outside.opencost.cost_window import steps_of, window_of

_DEFAULT = "cluster,namespace,controllerKind,controller,container"
_PLACES = {"namespace": "namespace", "controllerKind": "controllerKind", "controller": "controller"}
_PROVIDER, _MACHINES = "AWS", "AmazonEC2"


class OpenCostSite:
    """Answers the requests; failures are JSON with a code, as there."""

    def __init__(self, ledger: CostLedger, now_s: Callable[[], float]) -> None:
        self._ledger = ledger
        self._now_s = now_s

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        tell = {
            "/allocation": self._allocations,
            "/allocation/compute": self._allocations,
            "/assets": self._assets,
            "/cloudCost": self._cloud,
        }.get(request.rel_url.path)
        if tell is None or request.method != "GET":
            return _refusal(404, "not found")
        asked = request.rel_url.query
        try:
            begin_s, end_s = window_of(asked.get("window", ""), self._now_s())
            data = tell(begin_s, end_s, asked)
        except ValueError as error:
            return _refusal(400, f"Invalid 'window' or 'step' parameter: {str(error)[:100]}")
        except KeyError as error:
            return _refusal(400, f"Invalid 'aggregate' parameter: {str(error)[:100]}")
        return web.json_response({"code": 200, "status": "success", "data": data})

    def _allocations(self, begin_s: float, end_s: float, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        wanted = asked.get("aggregate") or _DEFAULT
        fields = () if wanted == "all" else tuple(wanted.split(","))
        sets = []
        for first_s, last_s in steps_of(begin_s, end_s, asked.get("step", "")):
            shares, span = self._ledger.shares(first_s, last_s), _span(first_s, last_s)
            found = {}
            for names, group in self._ledger.grouped(shares, fields).items():
                place = {_PLACES[field]: name for field, name in zip(fields, names, strict=True) if field in _PLACES}
                key = "/".join(names) or "all"
                found[key] = allocation_json(key, place, group, span)
            sets.append(found)
        return sets

    def _assets(self, begin_s: float, end_s: float, _asked: Mapping[str, str]) -> list[dict[str, Any]]:
        hours, span, found = (end_s - begin_s) / 3_600.0, _span(begin_s, end_s), {}
        for node in self._ledger.nodes:
            cpu, ram = node.cpu_cores * node.cpu_hourly_usd, node.memory_gib * node.memory_gib_hourly_usd
            place = {"category": "Compute", "provider": _PROVIDER, "service": "Kubernetes"}
            found[f"{_PROVIDER}/__undefined__/__undefined__/Compute/{CLUSTER}/Node/Kubernetes/{node.name}"] = {
                "type": "Node",
                "properties": {**place, "cluster": CLUSTER, "name": node.name, "providerID": f"i-{node.name}"},
                "window": span,
                **span,
                "minutes": hours * 60,
                "nodeType": node.instance_type,
                "cpuCores": node.cpu_cores,
                "ramBytes": node.memory_gib * GIB,
                "cpuCoreHours": node.cpu_cores * hours,
                "ramByteHours": node.memory_gib * GIB * hours,
                "cpuCost": cpu * hours,
                "ramCost": ram * hours,
                "gpuCost": 0,
                "adjustment": 0,
                "totalCost": (cpu + ram) * hours,
            }
        return [found]

    def _cloud(self, begin_s: float, end_s: float, _asked: Mapping[str, str]) -> dict[str, Any]:
        hours, span = (end_s - begin_s) / 3_600.0, _span(begin_s, end_s)
        amount = {
            "cost": sum(node.total_hourly_usd for node in self._ledger.nodes) * hours,
            "kubernetesPercent": 1.0,
        }
        cost = {
            "properties": {"provider": _PROVIDER, "service": _MACHINES, "category": "Compute"},
            "window": span,
            **dict.fromkeys(("listCost", "netCost", "amortizedNetCost", "invoicedCost", "amortizedCost"), amount),
        }
        return {"sets": [{"cloudCosts": {f"{_PROVIDER}/{_MACHINES}": cost}, "window": span}], "window": span}


def _span(begin_s: float, end_s: float) -> dict[str, str]:
    begin, end = (datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for at_s in (begin_s, end_s))
    return {"start": begin, "end": end}


def _refusal(code: int, message: str) -> web.Response:
    return web.json_response({"code": code, "message": message}, status=code)
