"""Shapes of the custom kinds, as deep as the lab checks them; `any` keeps what is below."""

_TOP = "apiVersion:str kind:str metadata=:ObjectMeta"

CUSTOM_TYPES = {
    "Rollout": f"{_TOP} spec!:RolloutSpec status:any",
    "RolloutSpec": """replicas:int minReadySeconds:int paused:bool progressDeadlineAbort:bool
        progressDeadlineSeconds:int restartAt:time revisionHistoryLimit:int rollbackWindow:any
        selector:~LabelSelector strategy:RolloutStrategy template:PodTemplateSpec workloadRef:any analysis:any""",
    "RolloutStrategy": "blueGreen:any canary:CanaryStrategy",
    "CanaryStrategy": """abortScaleDownDelaySeconds:int analysis:any antiAffinity:any canaryMetadata:any
        canaryService:str dynamicStableScale:bool maxSurge:intstr maxUnavailable:intstr minPodsPerReplicaSet:int
        pingPong:any replicaProgressThreshold:any scaleDownDelayRevisionLimit:int scaleDownDelaySeconds:int
        stableMetadata:any stableService:str steps:[RolloutStep] trafficRouting:any""",
    "RolloutStep": """analysis:any experiment:any pause:any plugin:any setCanaryScale:any
        setHeaderRoute:any setMirrorRoute:any setWeight:int""",
    "AnalysisTemplate": f"{_TOP} spec!:AnalysisTemplateSpec",
    "AnalysisTemplateSpec": """args:[any]/name dryRun:[any]/metricName measurementRetention:[any]/metricName
        metrics:[any]/name templates:[any]/templateName""",
    "AnalysisRun": f"{_TOP} spec!:AnalysisRunSpec status:any",
    "AnalysisRunSpec": """args:[any]/name dryRun:[any]/metricName measurementRetention:[any]/metricName
        metrics!:[any]/name terminate:bool ttlStrategy:any""",
    "ScaledObject": f"{_TOP} spec!:ScaledObjectSpec status:any",
    "ScaledObjectSpec": """advanced:any cooldownPeriod:int>=0 fallback:any idleReplicaCount:int>=0
        initialCooldownPeriod:int>=0 maxReplicaCount:int>=1 minReplicaCount:int>=0 pollingInterval:int>=1
        scaleTargetRef!:ScaleTarget
        triggers!:[ScaleTrigger]""",
    "ScaleTarget": "apiVersion:str envSourceContainerName:str kind:str name!:str",
    "ScaleTrigger": """authenticationRef:any metadata!:{str} metricType:str name:str type!:str
        useCachedMetrics:bool""",
    "ScaledJob": f"{_TOP} spec:ScaledJobSpec status:any",
    "ScaledJobSpec": """envSourceContainerName:str failedJobsHistoryLimit:int jobTargetRef!:any maxReplicaCount:int
        minReplicaCount:int pollingInterval:int rollout:any rolloutStrategy:str scalingStrategy:any
        successfulJobsHistoryLimit:int triggers!:[ScaleTrigger]""",
    "TriggerAuthentication": f"{_TOP} spec!:any status:any",
    "VerticalPodAutoscaler": f"{_TOP} spec!:VerticalSpec status:any",
    "VerticalSpec": "targetRef!:any updatePolicy:any resourcePolicy:any recommenders:[any] startupBoost:any",
    "VirtualService": f"{_TOP} spec:VirtualServiceSpec status:any",
    "VirtualServiceSpec": "exportTo:[str] gateways:[str] hosts:[str] http:[any] tcp:[any] tls:[any]",
    "DestinationRule": f"{_TOP} spec:DestinationRuleSpec status:any",
    "DestinationRuleSpec": "exportTo:[str] host!:str subsets:[any] trafficPolicy:any workloadSelector:any",
    "EnvoyFilter": f"{_TOP} spec:EnvoyFilterSpec status:any",
    "EnvoyFilterSpec": "configPatches:[any] priority:int targetRefs:[any] workloadSelector:any",
    "HTTPRoute": f"{_TOP} spec!:HTTPRouteSpec status:any",
    "HTTPRouteSpec": "hostnames:[str] parentRefs:[ParentRef] rules:[HTTPRouteRule]",
    "ParentRef": "group:str kind:str name!:str namespace:str port:int>=1 sectionName:str",
    "HTTPRouteRule": """backendRefs:[BackendRef] filters:[any] matches:[any] name:str timeouts:any""",
    "BackendRef": "filters:[any] group:str kind:str name!:str namespace:str port:int>=1 weight:int>=0",
    "Gateway": f"{_TOP} spec!:GatewaySpec status:any",
    "GatewaySpec": """addresses:[any] allowedListeners:any backendTLS:any defaultScope:str gatewayClassName!:str
        infrastructure:any listeners!:[any]/name tls:any""",
    "ConstraintTemplate": f"{_TOP} spec:ConstraintTemplateSpec status:any",
    "ConstraintTemplateSpec": "crd:any targets:[any]",
    "K8sRequiredLabels": f"{_TOP} spec:ConstraintSpec status:any",
    "K8sDisallowedTags": f"{_TOP} spec:ConstraintSpec status:any",
    "ConstraintSpec": "enforcementAction:str match:any parameters:any scopedEnforcementActions:[any]",
}
