"""What a report must have read: everything that its sections show."""

from __future__ import annotations

from console.presenters.capacity.capacity_view import CAPACITY_TOPICS
from console.presenters.cost_view import COST_TOPICS

REPORT_TOPICS = (
    "signals", "slos", "slo-courses", "carbon", "energy", "workloads", "pods", "autoscalers", "jobs", "alerts",
    *COST_TOPICS, *CAPACITY_TOPICS,
)  # fmt: skip
