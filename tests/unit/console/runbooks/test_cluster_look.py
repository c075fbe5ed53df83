"""kubectl's words answered by the lab's real API through the cluster port. Proves L2.3."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.bootstrap import connect_all
from console.domain.runbooks.runbook_step import RunbookStep
from console.domain.runbooks.section import Section
from console.estate.load import load_estate
from console.kernel.errors import ConnectorError, UserError
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.ports.cluster import ClusterReader
from console.runbooks.cluster_look import cluster_look
from console.runbooks.scope import Scope
from console.runbooks.steps.kubectl import STEP_KINDS
from console.runbooks.world import World
from console.services.connector_close import close_connectors
from tests.fakes.lab import LabForTests


@pytest.fixture
def look(lab: LabForTests, tmp_path: Path) -> Iterator[Any]:
    loaded = load_estate(lab.at.estate_file)
    runtime = Runtime()
    connectors = connect_all(loaded.estate, loaded.file.parent, Paths.under(tmp_path), runtime)
    cluster = connectors["lab"].offers(ClusterReader)
    assert cluster is not None

    def ask(command: str) -> str:
        step = RunbookStep("look", "kubectl", Section.STEPS, "Look", command, 1, "kubectl")
        spec = STEP_KINDS.get("kubectl").resolve(step, Scope((), {}, World(loaded.estate, 0.0))).spec
        return runtime.run(cluster_look(cluster, "lab", spec), 60)

    yield ask
    runtime.run(close_connectors(connectors))
    runtime.close()


COMMANDS = {
    "get deployments -n cell-tokyo": ["NAME", "READY", "web"],
    "kubectl get deploy web -n cell-tokyo -o wide": ["IMAGES", "web"],
    "get pods -A -l app.kubernetes.io/name=web -o name": ["pod/web-"],
    "get deployment web --namespace=cell-tokyo -o json": ['"kind":"Deployment"', '"name":"web"'],
    "get nodes": ["STATUS", "Ready"],
    "describe deployment web -n cell-tokyo": ["kind: Deployment", "Events:"],
    "describe deploy/web -n cell-tokyo": ["kind: Deployment"],
    "logs -l app.kubernetes.io/name=web -n cell-tokyo --tail 3": ["[web-"],
    "auth can-i get pods -n cell-tokyo": ["yes"],
}


def test_it_answers(look: Any) -> None:
    for command, words in COMMANDS.items():
        found = look(command).replace('": "', '":"')
        assert [one for one in words if one not in found] == [], (command, found)


def test_what_the_cluster_has_not_is_told(look: Any) -> None:
    with pytest.raises(UserError, match="no kind 'unicorns'"):
        look("get unicorns")
    with pytest.raises(UserError, match="no Deployment nobody"):
        look("get deployment nobody -n cell-tokyo")
    with pytest.raises(ConnectorError):
        look("describe deployment nobody -n cell-tokyo")
