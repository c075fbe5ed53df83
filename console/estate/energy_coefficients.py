"""The bundled coefficients of energy, and which provider's hold for a region."""

import functools
import json
from collections.abc import Mapping
from typing import Any

from console.domain.carbon.energy_coefficient import EnergyCoefficient
from console.kernel.resource import resource_text

_USUAL = "aws"


@functools.cache
def energy_coefficient(region: str) -> EnergyCoefficient:
    """Return the figures of the provider to which a region belongs; those of AWS where it belongs to none."""
    table = _table()
    provider = _providers().get(region.lower().replace(" ", ""), _USUAL)
    figures, server = table["providers"][provider], table["server"]
    return EnergyCoefficient(
        provider=provider,
        min_w=figures["min_w"],
        max_w=figures["max_w"],
        pue=figures["pue"],
        memory_kwh_per_gb_h=table["memory_kwh_per_gb_h"],
        network_kwh_per_gb=table["network_kwh_per_gb"],
        usual_utilisation=table["usual_utilisation"],
        server_kg=server["embodied_kg"],
        server_vcpus=server["vcpus"],
        lifespan_h=server["lifespan_h"],
        source=table["source"],
        licence=table["licence"],
    )


@functools.cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resource_text("carbon", "coefficients.json"))
    return table


@functools.cache
def _providers() -> Mapping[str, str]:
    regions = json.loads(resource_text("carbon", "region-zones.json"))
    return {region: provider for provider in _table()["providers"] for region in regions[provider]}
