"""Cells are proposed from contexts, namespaces, labels and workloads, each with its reason. (issue 2: discovery)"""

from collections.abc import Mapping

import pytest

from console.domain.layer import Layer
from console.domain.resource import ResourceRef
from console.domain.workload import Workload
from console.estate.discovery import ContextFinding, NamespaceFinding, Proposal, propose, slug
from console.estate.load import parse_estate
from console.estate.schema.cell import CellKind
from console.estate.schema.connection import Environment
from console.estate.write_yaml import estate_text


def _workload(
    name: str, kind: str = "Deployment", labels: Mapping[str, str] | None = None, image: str = ""
) -> Workload:
    return Workload(
        ref=ResourceRef("c", kind, "ns", name, "apps"),
        labels=tuple((labels or {}).items()),
        selector=(),
        images=(image,) if image else (),
        desired=1,
        ready=1,
        available=1,
        updated=1,
        generation=1,
        observed_generation=1,
        paused=False,
        created_at_s=0.0,
    )


def _propose(*namespaces: NamespaceFinding, contexts: tuple[str, ...] = ("asia-prod",)) -> Proposal:
    return propose("Night Shop", [ContextFinding(name) for name in contexts], namespaces)


def _reason(proposal: Proposal, key: str) -> str:
    return next(one.sentence for one in proposal.reasons if one.key == key)


def test_a_namespace_with_the_label_cell_is_that_cell() -> None:
    labels = {"cell": "tokyo", "topology.kubernetes.io/region": "ap-northeast-1"}
    proposal = _propose(
        NamespaceFinding("asia-prod", "ns-1", labels, (_workload("bff"), _workload("postgres", "StatefulSet")))
    )
    [cell] = proposal.estate.cells
    assert (cell.key, cell.cluster, cell.kind, cell.region) == (
        "tokyo",
        "asia-prod",
        CellKind.REGIONAL,
        "ap-northeast-1",
    )
    assert cell.selectors.namespaces == ("ns-1",)
    assert [one.name for one in cell.services] == ["bff"]
    assert [(one.name, one.engine, one.workload) for one in cell.data_stores] == [
        ("postgres", "postgres", "StatefulSet/postgres")
    ]
    assert _reason(proposal, "tokyo").startswith("namespace ns-1 has the label cell; 1 service and 1 data store")


def test_several_namespaces_with_one_label_are_one_cell() -> None:
    proposal = _propose(
        NamespaceFinding("asia-prod", "b", {"cell": "tokyo"}, (_workload("bff"),)),
        NamespaceFinding("asia-prod", "a", {"cell": "tokyo"}, (_workload("web"),)),
    )
    [cell] = proposal.estate.cells
    assert cell.selectors.namespaces == ("a", "b")
    assert {one.name for one in cell.services} == {"bff", "web"}


def test_labels_of_workloads_split_a_shared_namespace_into_cells() -> None:
    shared = (_workload("a", labels={"cell": "content"}), _workload("b", labels={"cell": "ai"}), _workload("c"))
    proposal = _propose(NamespaceFinding("asia-prod", "shared", {}, shared))
    cells = {cell.key: cell for cell in proposal.estate.cells}
    assert set(cells) == {"content", "ai"}
    assert cells["ai"].selectors.labels == {"cell": "ai"}
    assert [one.name for one in cells["ai"].services] == ["b"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_label_of_some_workloads_takes_none_away_from_a_cell_that_has_a_whole_namespace_too(
    *, is_first: bool
) -> None:
    tokyo = {"cell": "tokyo"}
    own = NamespaceFinding("asia-prod", "own", tokyo, (_workload("bff"),))
    shared = NamespaceFinding("asia-prod", "shared", {}, (_workload("web", labels=tokyo),))
    [cell] = _propose(*((own, shared) if is_first else (shared, own))).estate.cells
    assert (cell.selectors.namespaces, cell.selectors.labels) == (("own", "shared"), {})
    assert {one.name for one in cell.services} == {"bff", "web"}
    marked = NamespaceFinding("asia-prod", "own", tokyo, (_workload("bff", labels=tokyo),))
    [cell] = _propose(*((marked, shared) if is_first else (shared, marked))).estate.cells
    assert cell.selectors.labels == tokyo, "it takes nothing away, and nothing else in"


def test_a_namespace_without_labels_that_runs_something_is_a_cell_by_itself() -> None:
    proposal = _propose(
        NamespaceFinding("asia-prod", "shop", {"team": "content"}, (_workload("web"),)),
        NamespaceFinding("asia-prod", "empty", {}, ()),
        NamespaceFinding("asia-prod", "kube-system", {}, (_workload("coredns"),)),
        NamespaceFinding("asia-prod", "istio-system", {}, (_workload("istiod"),)),
        NamespaceFinding("asia-prod", "monitoring", {}, (_workload("prometheus"),)),
    )
    assert [(cell.key, cell.kind, cell.team) for cell in proposal.estate.cells] == [
        ("shop", CellKind.FUNCTIONAL, "content")
    ]
    assert "namespace shop runs workloads of its own" in _reason(proposal, "shop")


def test_what_a_distribution_or_a_tool_brings_along_is_no_cell() -> None:
    """A cluster of OpenShift has some sixty namespaces of its own."""
    brought = ("openshift-ingress", "openshift-dns", "gmp-public", "cattle-fleet-local", "tekton-pipelines",
               "chaos-mesh", "litmus", "kubernetes-dashboard")  # fmt: skip
    found = (NamespaceFinding("asia-prod", name, {}, (_workload("controller"),)) for name in (*brought, "openshop"))
    assert [cell.key for cell in _propose(*found).estate.cells] == ["openshop"]


def test_equal_cells_of_two_clusters_keep_apart_and_know_their_metric_label() -> None:
    proposal = _propose(
        NamespaceFinding("asia", "shop", {}, (_workload("web"),)),
        NamespaceFinding("europe", "shop", {}, (_workload("web"),)),
        contexts=("asia", "europe"),
    )
    assert [(cell.key, cell.cluster, cell.selectors.metrics_cell) for cell in proposal.estate.cells] == [
        ("shop", "asia", ""),
        ("shop-europe", "europe", "shop"),
    ]


def test_layers_are_guessed_from_whole_words_and_daemons_are_left_out() -> None:
    names = ("next-web", "email-sender", "langchain", "search", "cron-worker", "slo-controller", "available")
    found = tuple(_workload(name) for name in names)
    proposal = _propose(NamespaceFinding("asia-prod", "shop", {}, (*found, _workload("node-exporter", "DaemonSet"))))
    layers = {one.name: one.layer for one in proposal.estate.cells[0].services}
    assert layers == {
        "next-web": Layer.PRESENTATION,
        "email-sender": Layer.APPLICATION,
        "langchain": Layer.AI,
        "search": Layer.DATA,
        "cron-worker": Layer.AUTOMATION,
        "slo-controller": Layer.CONTROL,
        "available": Layer.APPLICATION,
    }


def test_a_data_store_is_known_by_its_image_too() -> None:
    workloads = (_workload("cache", image="docker.io/library/redis:7"), _workload("queue", "StatefulSet"))
    [cell] = _propose(NamespaceFinding("asia-prod", "shop", {}, workloads)).estate.cells
    assert {(one.name, one.engine) for one in cell.data_stores} == {("cache", "redis"), ("queue", "")}


def test_of_a_rollout_and_the_deployment_that_lends_it_the_template_the_rollout_serves() -> None:
    """Argo's ``workloadRef`` scales the Deployment of the same name to nothing."""
    proposal = _propose(NamespaceFinding("asia-prod", "shop", {}, (_workload("web"), _workload("web", "Rollout"))))
    assert [one.workload for one in proposal.estate.cells[0].services] == ["Rollout/web"]


def test_what_a_name_does_not_say_is_taken_for_production() -> None:
    contexts = ("asia", "asia-staging", "minikube", "team-dev", "gke_prod_1")
    proposal = _propose(contexts=contexts)
    assert [one.environment for one in proposal.estate.clusters] == [
        Environment.PRODUCTION,
        Environment.STAGING,
        Environment.DEVELOPMENT,
        Environment.DEVELOPMENT,
        Environment.PRODUCTION,
    ]
    assert "its name does not say otherwise" in _reason(proposal, "asia")


def test_a_context_that_could_not_be_read_is_left_out_with_the_reason() -> None:
    contexts = [ContextFinding("asia"), ContextFinding("old", trouble="The token has expired.")]
    proposal = propose("x", contexts, [NamespaceFinding("old", "shop", {}, (_workload("web"),))])
    assert [one.context for one in proposal.estate.clusters] == ["asia"]
    assert proposal.estate.cells == ()
    assert _reason(proposal, "old") == "left out, because: The token has expired."


def test_names_from_outside_become_keys_and_never_collide() -> None:
    contexts = ("arn:aws:eks:eu:1:cluster/Prod", "arn-aws-eks-eu-1-cluster-prod", "日本", "x" * 300, "x" * 299)
    proposal = _propose(contexts=contexts)
    keys = [one.key for one in proposal.estate.clusters]
    assert keys[:3] == ["arn-aws-eks-eu-1-cluster-prod", "arn-aws-eks-eu-1-cluster-prod-2", "unnamed"]
    assert len(set(keys)) == len(contexts)
    assert [one.context for one in proposal.estate.clusters] == list(contexts)
    assert slug("--A  B--") == "a-b"


def test_what_is_proposed_is_valid_and_survives_the_file_with_hostile_labels() -> None:
    labels = {"cell": "NO\n- key: evil", "region": "on", "team": "a: b"}
    proposal = _propose(NamespaceFinding("asia-prod", "*x", labels, (_workload("web"),)))
    text = estate_text(proposal.estate, [], [(one.key, one.sentence) for one in proposal.reasons])
    assert "\n- key: evil" not in text
    assert parse_estate(text) == proposal.estate
    assert [cell.key for cell in proposal.estate.cells] == ["no-key-evil"]
