"""What bills are called."""

from __future__ import annotations

from console.estate.schema.money import CostSource
from console.kernel.i18n import t


def bill_word(source: CostSource) -> str:
    """Return what a bill is called."""
    return {
        CostSource.CLUSTERS: t("Clusters"),
        CostSource.MODELS: t("Model calls"),
        CostSource.EDGE: t("Edge"),
    }[source]
