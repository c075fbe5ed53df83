"""The configuration of the lab's Prometheus."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from console.lab.backfill.scrape_labels import SCRAPE_LABELS


@dataclass(frozen=True, slots=True)
class ScrapeTarget:
    """Where the simulator's metrics are served: ``127.0.0.1:port``, the file with the bearer token, how often."""

    address: str
    token_file: Path
    interval_s: int = 5


@dataclass(frozen=True, slots=True)
class AlertTarget:
    """The Alertmanager's own port, user and password (empty: none is asked for)."""

    address: str
    user: str
    password: str


def prometheus_config(scrape: ScrapeTarget, rules: Path | None, alerts: AlertTarget | None) -> str:
    """Return ``prometheus.yml``. The exporter's own labels win over the scrape's (``honor_labels``)."""
    config: dict[str, Any] = {
        "global": {
            "scrape_interval": f"{scrape.interval_s}s",
            "scrape_timeout": f"{scrape.interval_s - 1}s",
            "evaluation_interval": "5s",
        },
        "scrape_configs": [
            {
                "job_name": SCRAPE_LABELS["job"],
                "honor_labels": True,
                "authorization": {"type": "Bearer", "credentials_file": str(scrape.token_file)},
                "static_configs": [{"targets": [scrape.address], "labels": {"instance": SCRAPE_LABELS["instance"]}}],
            }
        ],
    }
    if rules is not None:
        config["rule_files"] = [str(rules)]
    if alerts is not None:
        access = {"basic_auth": {"username": alerts.user, "password": alerts.password}} if alerts.password else {}
        config["alerting"] = {
            "alertmanagers": [{"static_configs": [{"targets": [alerts.address]}], **access}],
        }
    return yaml.safe_dump(config, sort_keys=False)
