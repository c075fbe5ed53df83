"""Proposing clusters and cells from what clusters hold; pure, every proposal says why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from console.domain.layer import Layer
from console.domain.workload import Workload
from console.estate.schema.cell import Cell, CellKind, CellSelectors, DataStore, Service
from console.estate.schema.connection import Cluster, Environment
from console.estate.schema.estate import Estate
from console.kernel.i18n import t

CELL_LABELS = ("cell", "cell-console.io/cell", "app.kubernetes.io/cell")
REGION_LABELS = ("topology.kubernetes.io/region", "region", "cell-console.io/region")
TEAM_LABELS = ("team", "owner", "app.kubernetes.io/owner")
_SYSTEM = re.compile(
    r"^(kube-.*|.*-system|default|istio-.*|cert-manager.*|monitoring|observability|prometheus.*|grafana.*|keda|argo.*|"
    r"gatekeeper.*|ingress.*|external-.*|velero|local-path-storage|opencost|linkerd.*|flux.*|openshift.*|gke-.*|gmp-.*|"
    r"calico-.*|cattle-.*|knative-.*|tekton-.*|rook-.*|kubernetes-dashboard|amazon-cloudwatch|gpu-operator|kubecost|"
    r"kyverno|falco|chaos-mesh|litmus)$"
)
_STORE_WORDS = (
    "postgres", "mysql", "mariadb", "mongo", "redis", "valkey", "kafka", "elasticsearch", "opensearch", "cassandra",
    "clickhouse", "qdrant", "weaviate", "milvus", "minio", "etcd", "rabbitmq", "nats", "memcached", "vector-db", "db",
)  # fmt: skip
_LAYER_WORDS: Mapping[Layer, tuple[str, ...]] = {
    Layer.PRESENTATION: ("web", "frontend", "ui", "edge", "next", "nginx", "cdn", "site"),
    Layer.AI: ("llm", "model", "inference", "embedding", "embed", "langchain", "rag", "vllm", "gpu", "ai", "ml"),
    Layer.DATA: ("data", "search", "index", "etl", "ingest", "warehouse", "feature"),
    Layer.AUTOMATION: ("ci", "cd", "pipeline", "cron", "scheduler", "worker", "batch", "runner", "job"),
    Layer.CONTROL: ("control", "operator", "controller", "router", "policy", "quota"),
}
_ENVIRONMENTS = {
    Environment.PRODUCTION: ("prod", "production", "prd", "live"),
    Environment.STAGING: ("stage", "staging", "stg", "preprod"),
    Environment.DEVELOPMENT: (
        "dev",
        "development",
        "test",
        "minikube",
        "kind",
        "k3d",
        "docker-desktop",
        "local",
        "lab",
    ),
}


@dataclass(frozen=True, slots=True)
class ContextFinding:
    """A context of a kubeconfig; ``trouble`` says in one sentence why its cluster could not be read.

    ``namespaces`` are those that its user may read where not all may be read; empty: all.
    """

    name: str
    cluster: str = ""
    current: bool = False
    trouble: str = ""
    namespaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamespaceFinding:
    """A namespace of the cluster behind a context, with its labels and what runs in it."""

    context: str
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    workloads: tuple[Workload, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is proposed: ``key`` of the cluster or cell, and one sentence."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be saved, and why; nothing has been saved."""

    estate: Estate
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Draft:
    """A cell that is being put together from one or several namespaces of a cluster."""

    wanted: str
    cluster: str
    reason: str
    labelled: tuple[str, str] | None = None
    namespaces: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    workloads: list[Workload] = field(default_factory=list)


def propose(
    name: str, contexts: Iterable[ContextFinding], namespaces: Iterable[NamespaceFinding], *, kubeconfig: str = ""
) -> Proposal:
    """Return an estate of the contexts that could be read, with a cell for each group of workloads.

    A namespace's label ``cell`` (see ``CELL_LABELS``) names its cell; else the same label of its workloads; else a
    namespace that is no system namespace and runs something is a cell by itself.
    """
    reasons: list[Reason] = []
    clusters: dict[str, Cluster] = {}
    for context in contexts:
        key = _free(slug(context.name), {cluster.key for cluster in clusters.values()})
        if context.trouble:
            reasons.append(Reason(key, t("left out, because: {trouble}", trouble=context.trouble)))
            continue
        environment, why = _environment(context.name)
        clusters[context.name] = Cluster(
            key=key,
            title=context.name,
            context=context.name,
            environment=environment,
            kubeconfig=kubeconfig,
            namespaces=context.namespaces,
        )
        reasons.append(Reason(key, t('context "{name}" of the kubeconfig; {why}', name=context.name, why=why)))
        if context.namespaces:
            reasons.append(Reason(key, t("only the namespaces that its contexts name: no others may be read")))
    cells: list[Cell] = []
    for draft in _drafts(namespaces, clusters):
        cell = _cell(draft, {one.key for one in cells})
        cells.append(cell)
        reasons.append(Reason(cell.key, _cell_reason(draft, cell)))
    estate = Estate(name=slug(name), clusters=tuple(clusters.values()), cells=tuple(cells))
    return Proposal(estate, tuple(reasons))


def slug(text: str) -> str:
    """Return ``text`` as a key: lower-case letters, digits and dashes, at most 63, never empty."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:63].strip("-") or "unnamed"


def _free(key: str, taken: set[str]) -> str:
    number, free = 2, key
    while free in taken:
        free = f"{key[:58].strip('-')}-{number}"
        number += 1
    return free


def _environment(name: str) -> tuple[Environment, str]:
    words = set(re.split(r"[^a-z0-9]+", name.lower())) | {name.lower()}
    for environment, marks in _ENVIRONMENTS.items():
        if not words.isdisjoint(marks):
            return environment, t("its name says {environment}", environment=environment.value)
    return Environment.PRODUCTION, t("taken for production, because its name does not say otherwise")


def _drafts(namespaces: Iterable[NamespaceFinding], clusters: Mapping[str, Cluster]) -> list[_Draft]:
    drafts: dict[tuple[str, str], _Draft] = {}
    for one in namespaces:
        if one.context not in clusters:
            continue
        cluster = clusters[one.context].key
        for wanted, labelled, reason, workloads in _parts(one):
            draft = drafts.setdefault((cluster, wanted), _Draft(wanted, cluster, reason, labelled))
            draft.labelled = draft.labelled or labelled
            draft.namespaces.append(one.name)
            draft.labels |= dict(one.labels)
            draft.workloads.extend(workloads)
    return list(drafts.values())


_Part = tuple[str, tuple[str, str] | None, str, tuple[Workload, ...]]


def _parts(one: NamespaceFinding) -> list[_Part]:
    """Return the cells that a namespace holds (usually one)."""
    own = _first(one.labels, CELL_LABELS)
    if own is not None:
        label, value = own
        return [(value, None, t("namespace {name} has the label {label}", name=one.name, label=label), one.workloads)]
    by_label: dict[tuple[str, str], list[Workload]] = {}
    for workload in one.workloads:
        found = _first(dict(workload.labels), CELL_LABELS)
        if found is not None:
            by_label.setdefault(found, []).append(workload)
    if by_label:
        reason = t("workloads in namespace {name} have the label {label}", name=one.name, label=next(iter(by_label))[0])
        return [(value, (label, value), reason, tuple(some)) for (label, value), some in by_label.items()]
    if not one.workloads or _SYSTEM.match(one.name):
        return []
    return [(one.name, None, t("namespace {name} runs workloads of its own", name=one.name), one.workloads)]


def _cell(draft: _Draft, taken: set[str]) -> Cell:
    key = slug(draft.wanted)
    if key in taken:
        key = _free(slug(f"{draft.wanted}-{draft.cluster}"), taken)
    region = _first(draft.labels, REGION_LABELS)
    team = _first(draft.labels, TEAM_LABELS)
    services, stores = _inhabitants(draft.workloads)
    return Cell(
        key=key,
        title=draft.wanted,
        kind=CellKind.FUNCTIONAL if team is not None and region is None else CellKind.REGIONAL,
        cluster=draft.cluster,
        region=region[1] if region is not None else "",
        team=team[1] if team is not None else "",
        services=services,
        data_stores=stores,
        selectors=CellSelectors(
            namespaces=tuple(sorted(set(draft.namespaces))),
            labels=_labels(draft),
            metrics_cell=draft.wanted if draft.wanted != key else "",
        ),
    )


def _labels(draft: _Draft) -> dict[str, str]:
    """Return the label of the cell's workloads, where it leaves out none: a namespace may be its as a whole."""
    label = draft.labelled
    if label is None or any(label not in one.labels for one in draft.workloads):
        return {}
    return dict([label])


def _inhabitants(workloads: Iterable[Workload]) -> tuple[tuple[Service, ...], tuple[DataStore, ...]]:
    services: dict[str, Service] = {}
    stores: dict[str, DataStore] = {}
    # A Rollout before the Deployment of its name, which lends it the template and runs nothing itself.
    for workload in sorted(workloads, key=lambda one: (one.ref.name, one.ref.kind != "Rollout", one.ref.kind)):
        name, kind = workload.ref.name, workload.ref.kind
        if name in services or name in stores or kind == "DaemonSet":
            continue
        engine = _word_in(f"{name} {' '.join(workload.images)}", _STORE_WORDS)
        if engine or kind == "StatefulSet":
            stores[name] = DataStore(name=name, engine=engine, workload=f"{kind}/{name}")
        else:
            services[name] = Service(name=name, layer=_layer(name), workload=f"{kind}/{name}")
    return tuple(services.values()), tuple(stores.values())


def _layer(name: str) -> Layer:
    for layer, words in _LAYER_WORDS.items():
        if _word_in(name, words):
            return layer
    return Layer.APPLICATION


def _word_in(text: str, words: Iterable[str]) -> str:
    """Return the first of ``words`` that ``text`` contains as a whole word (long ones also as a part)."""
    parts = set(re.split(r"[^a-z0-9]+", text.lower()))
    return next((word for word in words if word in parts or (len(word) > 4 and word in text.lower())), "")


def _first(labels: Mapping[str, str], names: Iterable[str]) -> tuple[str, str] | None:
    return next(((name, labels[name]) for name in names if labels.get(name)), None)


def _cell_reason(draft: _Draft, cell: Cell) -> str:
    return t(
        "{reason}; {services} services and {stores} data stores; layers are guessed from names",
        reason=draft.reason,
        services=len(cell.services),
        stores=len(cell.data_stores),
    )
