"""What a report must have read: everything that its sections show."""

from __future__ import annotations

from console.kernel.i18n import t
from console.presenters.capacity.capacity_view import CAPACITY_TOPICS
from console.presenters.cost_view import COST_TOPICS

REPORT_TOPICS = (
    "signals", "slos", "slo-courses", "carbon", "energy", "workloads", "pods", "autoscalers", "jobs", "alerts",
    "nodes", "rules", "rollouts", "pipeline-runs", *COST_TOPICS, *CAPACITY_TOPICS,
)  # fmt: skip


def report_topic(topic: str) -> str:
    """Return what is read under a topic in words; what no report shows keeps the name by which it is asked for."""
    words = {
        "signals": t("Signals"), "slos": t("Objectives"), "slo-courses": t("Courses of objectives"),
        "carbon": t("Carbon intensity"), "energy": t("Energy"), "workloads": t("Workloads"), "pods": t("Pods"),
        "autoscalers": t("Autoscalers"), "jobs": t("Jobs"), "alerts": t("Alerts"), "cost-days": t("Costs per day"),
        "edge-stores": t("Edge stores"), "edge-usage": t("Edge usage"), "loads": t("Load of cells"),
        "service-loads": t("Load of services"), "outlooks": t("Forecasts"), "quotas": t("Quotas"),
        "routes": t("Routes"), "settings": t("Settings"), "nodes": t("Nodes"), "rules": t("Rules"),
        "rollouts": t("Rollouts"), "pipeline-runs": t("Runs of pipelines"),
    }  # fmt: skip
    return words.get(topic, topic)
