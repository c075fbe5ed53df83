"""How well a pod is by the word that kubectl shows. Proves L1.3."""

import pytest

from console.domain.health import Health
from console.domain.resource import ResourceRef
from console.domain.workload import Pod
from console.ports.cluster import TableColumn, TableRow
from console.presenters.pod_rows import pod_health
from console.presenters.resource_cells import cell_health

REF = ResourceRef("lab", "Pod", "cell-tokyo", "web-1")


@pytest.mark.parametrize(
    ("status", "ready", "health"),
    [
        ("Running", 2, Health.OK),
        ("Running", 1, Health.WARNING),
        ("Completed", 0, Health.OK),
        ("Pending", 0, Health.WARNING),
        ("Init:0/2", 0, Health.WARNING),
        ("NotReady", 1, Health.WARNING),
        ("SchedulingGated", 0, Health.WARNING),
        ("Init:CrashLoopBackOff", 0, Health.CRITICAL),
        ("Init:Error", 0, Health.CRITICAL),
        ("Evicted", 0, Health.CRITICAL),
    ],
)
def test_a_pod_that_only_begins_is_not_told_as_a_broken_one(status: str, ready: int, health: Health) -> None:
    pod = Pod(REF, (), status, ready, 2, 0, "", "", 0.0)
    assert pod_health(pod) is health
    if status != "Running":  # a table tells the ready containers in a column of their own
        assert cell_health(TableColumn("Status", "string", 0), TableRow(REF, (status,)), 0) is health


def test_a_node_that_is_not_ready_is_a_broken_one() -> None:
    node = TableRow(ResourceRef("lab", "Node", "", "worker-1"), ("NotReady,SchedulingDisabled",))
    assert cell_health(TableColumn("Status", "string", 0), node, 0) is Health.CRITICAL


@pytest.mark.parametrize(
    ("kind", "status", "health"),
    [
        ("Kustomization", "Applied revision: main@sha1:0a1b", None),
        ("Kustomization", "kustomize build failed: no such file", Health.CRITICAL),
        ("ExternalSecret", "SecretSynced", None),
        ("ExternalSecret", "SecretSyncedError", Health.CRITICAL),
        ("Canary", "Initialized", None),
        ("Canary", "Progressing", Health.WARNING),
        ("Canary", "Failed", Health.CRITICAL),
        ("AnalysisRun", "Successful", Health.OK),
        ("PersistentVolume", "Available", Health.OK),
        ("PersistentVolumeClaim", "Lost", Health.CRITICAL),
        ("Job", "Suspended", None),
        ("Node", "Unknown", Health.CRITICAL),
        ("Namespace", "Terminating", Health.WARNING),
        ("Cluster", None, None),
    ],
)
def test_words_that_only_another_kind_knows_are_no_faults(kind: str, status: str | None, health: Health | None) -> None:
    row = TableRow(ResourceRef("lab", kind, "cell-tokyo", "one"), (status,))
    assert cell_health(TableColumn("Status", "string", 0), row, 0) is health
