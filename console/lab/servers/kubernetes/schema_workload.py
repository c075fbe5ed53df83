"""Shapes of workloads, jobs, autoscalers and disruption budgets."""

_TOP = "apiVersion:str kind:str metadata=:ObjectMeta"

WORKLOAD_TYPES = {
    "Deployment": f"{_TOP} spec=:DeploymentSpec status=:DeploymentStatus",
    "DeploymentSpec": """replicas=:int>=0 selector=:~LabelSelector template=:PodTemplateSpec
        strategy=:DeploymentStrategy minReadySeconds:int>=0 revisionHistoryLimit:int>=0 paused:bool
        progressDeadlineSeconds:int>=0""",
    "DeploymentStrategy": "type:str rollingUpdate:RollingUpdate",
    "RollingUpdate": "maxUnavailable:intstr maxSurge:intstr partition:int",
    "DeploymentStatus": """observedGeneration:int replicas:int>=0 updatedReplicas:int>=0 readyReplicas:int>=0
        availableReplicas:int>=0 unavailableReplicas:int>=0 terminatingReplicas:int conditions:[Condition]/type
        collisionCount:int""",
    "ReplicaSet": f"{_TOP} spec=:ReplicaSetSpec status=:ReplicaSetStatus",
    "ReplicaSetSpec": """replicas=:int>=0 minReadySeconds:int>=0 selector=:~LabelSelector
        template=:PodTemplateSpec""",
    "ReplicaSetStatus": """replicas:int fullyLabeledReplicas:int readyReplicas:int availableReplicas:int
        terminatingReplicas:int observedGeneration:int conditions:[Condition]/type""",
    "StatefulSet": f"{_TOP} spec=:StatefulSetSpec status=:StatefulSetStatus",
    "StatefulSetSpec": """replicas=:int>=0 selector=:~LabelSelector template=:PodTemplateSpec
        volumeClaimTemplates:[PersistentVolumeClaim] serviceName:str podManagementPolicy:str
        updateStrategy=:DeploymentStrategy revisionHistoryLimit:int minReadySeconds:int
        persistentVolumeClaimRetentionPolicy:any ordinals:any""",
    "StatefulSetStatus": """observedGeneration:int replicas:int readyReplicas:int currentReplicas:int
        updatedReplicas:int currentRevision:str updateRevision:str collisionCount:int conditions:[Condition]/type
        availableReplicas:int""",
    "DaemonSet": f"{_TOP} spec=:DaemonSetSpec status=:DaemonSetStatus",
    "DaemonSetSpec": """selector=:~LabelSelector template=:PodTemplateSpec updateStrategy=:DeploymentStrategy
        minReadySeconds:int revisionHistoryLimit:int""",
    "DaemonSetStatus": """currentNumberScheduled:int numberMisscheduled:int desiredNumberScheduled:int numberReady:int
        observedGeneration:int updatedNumberScheduled:int numberAvailable:int numberUnavailable:int
        collisionCount:int conditions:[Condition]/type""",
    "HorizontalPodAutoscaler": f"{_TOP} spec=:AutoscalerSpec status=:AutoscalerStatus",
    "AutoscalerSpec": """scaleTargetRef=:TargetReference minReplicas:int maxReplicas=:int metrics:[MetricSpec]
        behavior:any""",
    "HorizontalPodAutoscalerV1": f"{_TOP} spec=:AutoscalerSpecV1 status=:AutoscalerStatusV1",
    "AutoscalerSpecV1": """scaleTargetRef=:TargetReference minReplicas:int maxReplicas=:int
        targetCPUUtilizationPercentage:int""",
    "AutoscalerStatusV1": """observedGeneration:int lastScaleTime:time currentReplicas:int desiredReplicas:int
        currentCPUUtilizationPercentage:int""",
    "TargetReference": "kind:str name:str apiVersion:str",
    "MetricSpec": """type:str object:MetricSource pods:MetricSource resource:MetricSource
        containerResource:MetricSource external:MetricSource""",
    "MetricSource": "name:str container:str target:MetricTarget metric:any describedObject:any",
    "MetricTarget": "type:str value:quantity averageValue:quantity averageUtilization:int",
    "AutoscalerStatus": """observedGeneration:int lastScaleTime:time currentReplicas:int desiredReplicas:int
        currentMetrics:[any] conditions:[Condition]/type""",
    "Job": f"{_TOP} spec=:JobSpec status=:JobStatus",
    "JobSpec": """parallelism:int>=0 completions:int>=0 activeDeadlineSeconds:int podFailurePolicy:PodFailurePolicy
        successPolicy:any backoffLimit:int>=0 backoffLimitPerIndex:int>=0 maxFailedIndexes:int>=0
        selector:~LabelSelector manualSelector:bool template=:PodTemplateSpec ttlSecondsAfterFinished:int>=0
        completionMode:str suspend:bool podReplacementPolicy:str managedBy:str""",
    "PodFailurePolicy": "rules:[PodFailureRule]",
    "PodFailureRule": "action:str onExitCodes:ExitCodes onPodConditions:[PodConditionPattern]",
    "ExitCodes": "containerName:str operator:str values:[int]/*",
    "PodConditionPattern": "type:str status:str",
    "JobStatus": """conditions:[Condition] startTime:time completionTime:time active:int succeeded:int failed:int
        terminating:int completedIndexes:str failedIndexes:str uncountedTerminatedPods:any ready:int""",
    "CronJob": f"{_TOP} spec=:CronJobSpec status=:CronJobStatus",
    "CronJobSpec": """schedule:str timeZone:str startingDeadlineSeconds:int concurrencyPolicy:str suspend:bool
        jobTemplate=:JobTemplateSpec successfulJobsHistoryLimit:int>=0 failedJobsHistoryLimit:int>=0""",
    "JobTemplateSpec": "metadata=:ObjectMeta spec=:JobSpec",
    "CronJobStatus": "active:[ObjectReference] lastScheduleTime:time lastSuccessfulTime:time",
    "PodDisruptionBudget": f"{_TOP} spec=:BudgetSpec status=:any",
    "BudgetSpec": """minAvailable:intstr selector:~LabelSelector maxUnavailable:intstr
        unhealthyPodEvictionPolicy:str""",
    "Scale": f"{_TOP} spec=:ScaleSpec status=:ScaleStatus",
    "ScaleSpec": "replicas:int>=0",
    "ScaleStatus": "replicas:int selector:str",
}
