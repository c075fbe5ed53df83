"""Costs of a cost service as lines of a FOCUS 1.2 file, which ``cost import`` reads back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.price.budget_span import budget_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.domain.cost import Allocation
    from console.estate.schema.estate import Estate

COLUMNS = (
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
    "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost",
    "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName",
    "ResourceId", "ServiceCategory", "ServiceName", "Tags",
)  # fmt: skip
_ISSUER = "OpenCost"


def account_names(estate: Estate) -> dict[str, str]:
    """Return what the accounts are called, by connection; a lab's say that their money is simulated."""
    label = "Lab: simulated data"  # for programs: in one language
    return {one.key: label if estate.is_lab else one.title for one in estate.connections()}


def focus_rows(costs: Iterable[Allocation], names: Mapping[str, str]) -> list[list[str]]:
    """Return one line per cost, by ``COLUMNS``; all four costs are the same, because there are no list prices.

    ``names`` are those of the accounts, by connection.
    """
    return [_line(one, names.get(one.ref.connection, "")) for one in costs if one.to_s > one.from_s]


def _line(one: Allocation, account: str) -> list[str]:
    begin = datetime.fromtimestamp(one.from_s, UTC)
    opened, closed = budget_span("month", begin)
    amount = f"{one.total:.10f}"
    known = {
        **dict.fromkeys(("BilledCost", "ContractedCost", "EffectiveCost", "ListCost"), amount),
        "BillingAccountId": one.ref.connection,
        "BillingAccountName": account,
        "BillingCurrency": one.currency,
        "BillingPeriodStart": _time(opened),
        "BillingPeriodEnd": _time(closed),
        "ChargeCategory": "Usage",
        "ChargePeriodStart": _time(begin),
        "ChargePeriodEnd": _time(datetime.fromtimestamp(one.to_s, UTC)),
        **dict.fromkeys(("InvoiceIssuerName", "ProviderName", "PublisherName"), _ISSUER),
        "ResourceId": one.workload,
        "ServiceCategory": "Compute",
        "ServiceName": "Kubernetes",
        "Tags": json.dumps({"cell": one.cell}) if one.cell else "",
    }
    return [known.get(name, "") for name in COLUMNS]


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
