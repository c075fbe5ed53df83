"""Bills in the FOCUS format for tests."""

import csv
import io
from pathlib import Path
from typing import Any

GOOD: dict[str, str] = {
    "BilledCost": "1.10",
    "BillingAccountId": "42",
    "BillingAccountName": "acme",
    "BillingCurrency": "USD",
    "BillingPeriodEnd": "2026-12-01T00:00:00Z",
    "BillingPeriodStart": "2026-11-01T00:00:00Z",
    "ChargeCategory": "Usage",
    "ChargeClass": "",
    "ChargeDescription": "hours of a machine",
    "ChargeFrequency": "Usage-Based",
    "ChargePeriodEnd": "2026-11-03T00:00:00Z",
    "ChargePeriodStart": "2026-11-02T00:00:00Z",
    "ContractedCost": "1.00",
    "EffectiveCost": "0.90",
    "InvoiceIssuerName": "Clouds Inc.",
    "ListCost": "1.20",
    "PricingQuantity": "10",
    "PricingUnit": "Hours",
    "ProviderName": "Clouds Inc.",
    "PublisherName": "Clouds Inc.",
    "RegionId": "ap-northeast-1",
    "ServiceCategory": "Compute",
    "ServiceName": "Machines",
    "SubAccountId": "team-a",
    "Tags": '{"cell": "tokyo"}',
}


def bill_text(*rows: dict[str, str], leave_out: tuple[str, ...] = (), own: tuple[str, ...] = ()) -> str:
    """Return a bill with every mandatory column; each row replaces cells of a good one."""
    columns = [name for name in (*GOOD, *own) if name not in leave_out]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    return out.getvalue()


def bill_file(folder: Path, *rows: dict[str, str], **more: Any) -> Path:
    """Write a bill."""
    file = folder / "bill.csv"
    file.write_text(bill_text(*rows, **more), encoding="utf-8", newline="")
    return file
