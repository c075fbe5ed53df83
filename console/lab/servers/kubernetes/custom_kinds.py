"""The custom kinds that the lab serves, declared as their definitions publish them."""

from console.lab.servers.kubernetes.resource_kind import PrinterColumn, ResourceKind, ScalePaths

_AGE = PrinterColumn("Age", "metadata.creationTimestamp", "date")


def _columns(*texts: str) -> tuple[PrinterColumn, ...]:
    """Columns written as `Name|path|type`, the type defaulting to string; Age comes last."""
    columns = []
    for text in texts:
        name, path, *kind = text.split("|")
        columns.append(PrinterColumn(name, path, kind[0] if kind else "string"))
    return (*columns, _AGE)


def _condition(name: str) -> str:
    return f'{name}|status.conditions[?(@.type=="{name}")].status'


def _custom(group: str, versions: str, kind: str, plural: str, *short: str, **more: object) -> ResourceKind:
    return ResourceKind(
        group,
        tuple(versions.split()),
        kind,
        plural,
        kind.lower(),
        short_names=short,
        custom=True,
        generation=True,
        schema=kind,
        **{"columns": (_AGE,), **more},  # type: ignore[arg-type]
    )


_ISTIO = ("istio-io", "networking-istio-io")
_GATEWAY = ("gateway-api",)
_ROLLOUT_COLUMNS = _columns(
    "Desired|spec.replicas|integer",
    "Current|status.replicas|integer",
    "Up-to-date|status.updatedReplicas|integer",
    "Available|status.availableReplicas|integer",
)
_SCALED_OBJECT_COLUMNS = _columns(
    "ScaleTargetKind|status.scaleTargetKind",
    "ScaleTargetName|spec.scaleTargetRef.name",
    "Min|spec.minReplicaCount|integer",
    "Max|spec.maxReplicaCount|integer",
    *map(_condition, ("Ready", "Active", "Fallback", "Paused")),
    "Triggers|status.triggersTypes",
    "Authentications|status.authenticationsTypes",
)
_SCALED_JOB_COLUMNS = _columns(
    "Min|spec.minReplicaCount|integer",
    "Max|spec.maxReplicaCount|integer",
    *map(_condition, ("Ready", "Active", "Paused")),
    "Triggers|status.triggersTypes",
    "Authentications|status.authenticationsTypes",
)
_VPA_COLUMNS = _columns(
    "Mode|spec.updatePolicy.updateMode",
    "CPU|status.recommendation.containerRecommendations[0].target.cpu",
    "Mem|status.recommendation.containerRecommendations[0].target.memory",
    'Provided|status.conditions[?(@.type=="RecommendationProvided")].status',
)
_GATEWAY_COLUMNS = _columns(
    "Class|spec.gatewayClassName",
    "Address|status.addresses[*].value",
    'Programmed|status.conditions[?(@.type=="Programmed")].status',
)

_CONSTRAINT_COLUMNS = _columns(
    "enforcement-action|spec.enforcementAction", "total-violations|status.totalViolations|integer"
)[:-1]


def _constraint(kind: str) -> ResourceKind:
    """The kind that Gatekeeper makes of a template; its plural is its name in lower case."""
    return _custom(
        "constraints.gatekeeper.sh", "v1beta1", kind, kind.lower(),
        status=True, namespaced=False, categories=("constraint", "constraints"), columns=_CONSTRAINT_COLUMNS,
    )  # fmt: skip


def _unchecked(group: str, kind: str, plural: str, *columns: str) -> ResourceKind:
    """A kind whose fields are not checked."""
    return ResourceKind(
        group, ("v1alpha1",), kind, plural, kind.lower(), custom=True, generation=True, columns=_columns(*columns)
    )  # fmt: skip


CUSTOM_KINDS: tuple[ResourceKind, ...] = (
    _custom(
        "argoproj.io", "v1alpha1", "Rollout", "rollouts", "ro",
        status=True, columns=_ROLLOUT_COLUMNS,
        scale=ScalePaths("spec.replicas", "status.HPAReplicas", "status.selector"),
    ),
    _custom("argoproj.io", "v1alpha1", "AnalysisRun", "analysisruns", "ar", columns=_columns("Status|status.phase")),
    _custom("argoproj.io", "v1alpha1", "AnalysisTemplate", "analysistemplates", "at"),
    _custom(
        "keda.sh", "v1alpha1", "ScaledObject", "scaledobjects", "so",
        status=True, columns=_SCALED_OBJECT_COLUMNS,
    ),
    _custom("keda.sh", "v1alpha1", "ScaledJob", "scaledjobs", "sj", status=True, columns=_SCALED_JOB_COLUMNS),
    _custom(
        "keda.sh", "v1alpha1", "TriggerAuthentication", "triggerauthentications", "ta", "triggerauth",
        status=True, columns=_columns("PodIdentity|spec.podIdentity.provider", "Secret|spec.secretTargetRef[*].name"),
    ),
    _custom(
        "autoscaling.k8s.io", "v1", "VerticalPodAutoscaler", "verticalpodautoscalers", "vpa",
        status=True, columns=_VPA_COLUMNS,
    ),
    _custom(
        "networking.istio.io", "v1 v1beta1 v1alpha3", "VirtualService", "virtualservices", "vs",
        status=True, categories=_ISTIO, columns=_columns("Gateways|spec.gateways", "Hosts|spec.hosts"),
    ),
    _custom(
        "networking.istio.io", "v1 v1beta1 v1alpha3", "DestinationRule", "destinationrules", "dr",
        status=True, categories=_ISTIO, columns=_columns("Host|spec.host"),
    ),
    _custom("networking.istio.io", "v1alpha3", "EnvoyFilter", "envoyfilters", status=True, categories=_ISTIO),
    _custom(
        "gateway.networking.k8s.io", "v1 v1beta1", "HTTPRoute", "httproutes",
        status=True, categories=_GATEWAY, columns=_columns("Hostnames|spec.hostnames"),
    ),
    _custom(
        "gateway.networking.k8s.io", "v1 v1beta1", "Gateway", "gateways", "gtw",
        status=True, categories=_GATEWAY, columns=_GATEWAY_COLUMNS,
    ),
    _custom(
        "templates.gatekeeper.sh", "v1 v1beta1 v1alpha1", "ConstraintTemplate", "constrainttemplates",
        status=True, namespaced=False,
    ),
    _constraint("K8sRequiredLabels"),
    _constraint("K8sDisallowedTags"),
    _unchecked("chaos-mesh.org", "PodChaos", "podchaos", "Action|spec.action", "Duration|spec.duration"),
    _unchecked("litmuschaos.io", "ChaosResult", "chaosresults", "Verdict|status.experimentStatus.verdict"),
)  # fmt: skip
