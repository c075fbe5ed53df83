"""Building a Prometheus connector for tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from connectors.prometheus.connector import PrometheusConnector
from connectors.registry import BuildContext
from console.estate.schema.connection import Prometheus
from console.estate.schema.estate import Estate
from console.kernel.clock import Clock, SystemClock
from console.kernel.runtime import Runtime
from console.kernel.secret import Secret

Connect = Callable[..., PrometheusConnector]


class FixedVault:
    """A vault of known secrets; notes what was asked for."""

    def __init__(self, **secrets: str) -> None:
        self.secrets = secrets
        self.asked: list[str] = []

    def resolve(self, reference: str) -> Secret:
        self.asked.append(reference)
        return Secret(self.secrets[reference.partition(":")[2]])

    def store(self, name: str, value: Secret) -> None:
        self.secrets[name] = value.reveal()

    def remove(self, name: str) -> None:
        del self.secrets[name]

    def names(self) -> tuple[str, ...]:
        return tuple(self.secrets)


def prometheus_connector(
    runtime: Runtime,
    url: str,
    *,
    vault: FixedVault | None = None,
    clock: Clock | None = None,
    folder: Path = Path(),
    estate: Estate | None = None,
    **options: Any,
) -> PrometheusConnector:
    """Return a connector with the key ``prom``."""
    model = Prometheus.model_validate({"key": "prom", "url": url, **options})
    context = BuildContext(runtime, vault or FixedVault(), clock or SystemClock(), folder, estate)
    return PrometheusConnector(model, context)


def estate_of(url: str, *cells: str, **options: Any) -> Estate:
    """Return an estate with one Prometheus ``prom`` and regional cells that use it."""
    return Estate.model_validate(
        {
            "name": "test",
            "clusters": [{"key": "main"}],
            "prometheus": [{"key": "prom", "url": url, **options}],
            "cells": [{"key": key, "kind": "regional", "cluster": "main", "prometheus": "prom"} for key in cells],
        }
    )
