"""What to ask a metric server for costs: the metrics of OpenCost's exporter, kube-state-metrics and cAdvisor."""

_HASHES = "(.+?)(?:-[0-9a-f]{6,10}-[0-9a-z]{5}|-[0-9]+|-[0-9a-z]{5})"
"""Names of pods: of a ReplicaSet, a StatefulSet, or a DaemonSet or Job, with what was put behind the workload's."""


def _by_workload(inner: str, *more: str) -> str:
    named = f'label_replace({inner}, "workload", "$1", "pod", "(.+)")'
    named = f'label_replace({named}, "workload", "$1", "pod", "{_HASHES}")'
    by = ", ".join(("namespace", "workload", *more))
    return f"sum by ({by}) ({named})"


def _hours(inner: str) -> str:
    return f"sum_over_time(({inner})[$span:1h])"


ALLOCATED_CORES = _by_workload(_hours("sum by (namespace, pod, node) (container_cpu_allocation)"), "node")
ALLOCATED_BYTES = _by_workload(_hours("sum by (namespace, pod, node) (container_memory_allocation_bytes)"), "node")
REQUESTED_CORES = _by_workload(
    _hours('sum by (namespace, pod, node) (kube_pod_container_resource_requests{resource="cpu"})'), "node"
)
REQUESTED_BYTES = _by_workload(
    _hours('sum by (namespace, pod, node) (kube_pod_container_resource_requests{resource="memory"})'), "node"
)
USED_CORES = _by_workload(
    _hours('sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{container!="",container!="POD"}[1h]))')
)
USED_BYTES = _by_workload(
    _hours('sum by (namespace, pod) (container_memory_working_set_bytes{container!="",container!="POD"})')
)
CORE_PRICE = "avg_over_time((max by (node) (node_cpu_hourly_cost))[$span:1h])"
GIB_PRICE = "avg_over_time((max by (node) (node_ram_hourly_cost))[$span:1h])"
NODE_COST = _hours("max by (node) (node_total_hourly_cost)")
DISK_COST = _hours(
    "sum by (namespace) (pod_pvc_allocation / 1073741824"
    " * on (persistentvolume) group_left () max by (persistentvolume) (pv_hourly_cost))"
)
TOLD_HOURS = " or ".join(
    f"count_over_time((count({one}))[$span:1h])"
    for one in ("container_cpu_allocation", "kube_pod_container_resource_requests")
)
"""All are hours: core-hours, byte-hours, US dollars of machines and of disks; prices are per hour.

``TOLD_HOURS`` counts the full hours at which any workload was told: those that fell into a gap cost nothing.
"""
