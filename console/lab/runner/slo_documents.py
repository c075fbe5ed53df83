"""The lab's objectives as documents: Sloth's language for requests and answers, OpenSLO for deliveries."""

from collections.abc import Sequence
from typing import Any

import yaml

from console.lab.simulator.cell_spec import CellSpec

SEGMENTS = ("b2b", "b2c", "enterprise")
_WINDOW = "{{.window}}"
_AVAILABILITY = {"b2b": 99.9, "b2c": 99.5, "enterprise": 99.9}


def slo_documents(cells: Sequence[CellSpec]) -> dict[str, str]:
    """Return the text of each document by its file name."""
    regional = [cell.name for cell in cells if cell.kind == "regional"]
    return {
        "web.yaml": yaml.safe_dump(_requests("web", regional), sort_keys=False),
        "llm-serving.yaml": yaml.safe_dump(_answers(regional), sort_keys=False),
        "delivery.yaml": "---\n".join(yaml.safe_dump(_deliveries(name), sort_keys=False) for name in regional),
        "journey.yaml": "---\n".join(yaml.safe_dump(_journey(name), sort_keys=False) for name in regional[:1]),
    }


def _journey(cell: str) -> dict[str, Any]:
    """A composite by the calendar month of the cell's place: pages and, three times as important, deliveries."""
    requests = f'http_server_requests_total{{cell="{cell}",service="web"'
    deliveries = f'newsletter_deliveries_total{{cell="{cell}"'

    def part(title: str, target: float, weight: float, bad: str, total: str) -> dict[str, Any]:
        metrics = {"bad": bad, "total": total}
        sources = {name: {"metricSource": {"spec": {"query": query}}} for name, query in metrics.items()}
        indicator = {"spec": {"ratioMetric": {"counter": True, **sources}}}
        return {"displayName": title, "target": target, "compositeWeight": weight, "indicator": indicator}

    failed = f'{deliveries},outcome="failed"}}'
    broken = f'{requests},http_response_status_code=~"5.."}}'
    return {
        "apiVersion": "openslo/v1",
        "kind": "SLO",
        "metadata": {"name": f"journey-{cell}", "displayName": "Reader's journey", "labels": {"cell": cell}},
        "spec": {
            "description": "Newsletters that are delivered, and pages that are answered",
            "service": "journey",
            "timeWindow": [
                {"duration": "1M", "calendar": {"startTime": "2020-01-01 00:00:00", "timeZone": "Asia/Tokyo"}}
            ],
            "budgetingMethod": "Occurrences",
            "objectives": [
                part("Newsletters", 0.999, 3, failed, f"{deliveries}}}"),
                part("Pages", 0.995, 1, broken, f"{requests}}}"),
            ],
        },
    }


def _requests(service: str, cells: Sequence[str]) -> dict[str, Any]:
    """Requests of each segment that are answered without an error of the server."""
    slos = []
    for cell in cells:
        for segment in SEGMENTS:
            chosen = f'cell="{cell}",service="{service}",segment="{segment}"'
            slos.append(
                {
                    "name": f"availability-{cell}-{segment}",
                    "objective": _AVAILABILITY[segment],
                    "description": f"Requests of {segment} to {service} in {cell} without a server error",
                    "labels": {"cell": cell, "segment": segment},
                    "sli": {
                        "events": {
                            "error_query": "sum(rate(http_server_requests_total"
                            f'{{{chosen},http_response_status_code=~"5.."}}[{_WINDOW}]))',
                            "total_query": f"sum(rate(http_server_requests_total{{{chosen}}}[{_WINDOW}]))",
                        }
                    },
                    "alerting": {"name": f"{service.title()}ErrorBudgetBurn"},
                }
            )
    return {"version": "prometheus/v1", "service": service, "labels": {"team": "platform"}, "slos": slos}


def _answers(cells: Sequence[str]) -> dict[str, Any]:
    """Answers of the language models within three seconds."""
    slos = []
    for cell in cells:
        chosen = f'cell="{cell}",service="llm-serving"'
        bucket, count = (f"http_server_request_duration_seconds_{part}" for part in ("bucket", "count"))
        slow = (
            f"sum(rate({count}{{{chosen}}}[{_WINDOW}])) "
            f'- sum(rate({bucket}{{{chosen},le="3"}}[{_WINDOW}]))'
        )  # fmt: skip
        slos.append(
            {
                "name": f"latency-{cell}",
                "objective": 98.0,
                "description": f"Answers of the models in {cell} within 3 s",
                "labels": {"cell": cell},
                "sli": {
                    "events": {
                        "error_query": slow,
                        "total_query": f"sum(rate({count}{{{chosen}}}[{_WINDOW}]))",
                    }
                },
                "alerting": {"name": "LlmLatencyBudgetBurn"},
            }
        )
    return {"version": "prometheus/v1", "service": "llm-serving", "labels": {"team": "ai"}, "slos": slos}


def _deliveries(cell: str) -> dict[str, Any]:
    """Newsletters that are delivered (business indicator: 99.9 %)."""
    metric = f'newsletter_deliveries_total{{cell="{cell}"'
    return {
        "apiVersion": "openslo/v1",
        "kind": "SLO",
        "metadata": {"name": f"delivered-{cell}", "displayName": "Newsletters delivered", "labels": {"cell": cell}},
        "spec": {
            "description": "Newsletters that reach their readers",
            "service": "delivery",
            "indicator": {
                "metadata": {"name": f"delivered-{cell}"},
                "spec": {
                    "ratioMetric": {
                        "counter": True,
                        "bad": {"metricSource": {"spec": {"query": f'{metric},outcome="failed"}}'}}},
                        "total": {"metricSource": {"spec": {"query": f"{metric}}}"}}},
                    }
                },
            },
            "timeWindow": [{"duration": "30d", "isRolling": True}],
            "budgetingMethod": "Occurrences",
            "objectives": [{"displayName": "Delivered", "target": 0.999}],
        },
    }
