"""Field numbers of the kinds that kubectl creates with typed clients."""

from console.lab.servers.kubernetes.protobuf_message import ProtobufReader

_META = "1:metadata:ObjectMeta"

_TYPES = {
    "Unknown": "1:type:TypeMeta 2:raw:bytes 3:encoding:str 4:contentType:str",
    "TypeMeta": "1:apiVersion:str 2:kind:str",
    "ObjectMeta": """1:name:str 2:generateName:str 3:namespace:str 5:uid:str 6:resourceVersion:str 7:generation:int
        8:creationTimestamp:time 9:deletionTimestamp:time 11:labels:{str} 12:annotations:{str}
        13:ownerReferences:[OwnerReference] 14:finalizers:[str]""",
    "OwnerReference": "1:kind:str 3:name:str 4:uid:str 5:apiVersion:str 6:controller:*bool 7:blockOwnerDeletion:*bool",
    "LabelSelector": "1:matchLabels:{str} 2:matchExpressions:[LabelRequirement]",
    "LabelRequirement": "1:key:str 2:operator:str 3:values:[str]",
    "LocalReference": "1:name:str",
    "Namespace": f"{_META} 2:spec:NamespaceSpec",
    "NamespaceSpec": "1:finalizers:[str]",
    "ConfigMap": f"{_META} 2:data:{{str}} 3:binaryData:{{bytes}} 4:immutable:*bool",
    "Secret": f"{_META} 2:data:{{bytes}} 3:type:str 4:stringData:{{str}} 5:immutable:*bool",
    "ServiceAccount": f"{_META} 3:imagePullSecrets:[LocalReference] 4:automountServiceAccountToken:*bool",
    "ResourceQuota": f"{_META} 2:spec:QuotaSpec",
    "QuotaSpec": "1:hard:{quantity} 2:scopes:[str]",
    "PodTemplateSpec": f"{_META} 2:spec:PodSpec",
    "Pod": f"{_META} 2:spec:PodSpec",
    "PodSpec": """2:containers:[Container] 3:restartPolicy:str 4:terminationGracePeriodSeconds:*int
        5:activeDeadlineSeconds:*int 6:dnsPolicy:str 7:nodeSelector:{str} 8:serviceAccountName:str 10:nodeName:str
        15:imagePullSecrets:[LocalReference] 16:hostname:str 19:schedulerName:str 20:initContainers:[Container]
        21:automountServiceAccountToken:*bool 24:priorityClassName:str""",
    "Container": """1:name:str 2:image:str 3:command:[str] 4:args:[str] 5:workingDir:str 6:ports:[ContainerPort]
        7:env:[EnvVar] 8:resources:Resources 13:terminationMessagePath:str 14:imagePullPolicy:str 16:stdin:bool
        17:stdinOnce:bool 18:tty:bool 20:terminationMessagePolicy:str""",
    "ContainerPort": "1:name:str 2:hostPort:int 3:containerPort:int 4:protocol:str 5:hostIP:str",
    "EnvVar": "1:name:str 2:value:str",
    "Resources": "1:limits:{quantity} 2:requests:{quantity}",
    "Service": f"{_META} 2:spec:ServiceSpec",
    "ServiceSpec": """1:ports:[ServicePort] 2:selector:{str} 3:clusterIP:str 4:type:str 5:externalIPs:[str]
        7:sessionAffinity:str 8:loadBalancerIP:str 10:externalName:str""",
    "ServicePort": "1:name:str 2:protocol:str 3:port:int 4:targetPort:intstr 5:nodePort:int 6:appProtocol:*str",
    "Deployment": f"{_META} 2:spec:DeploymentSpec",
    "DeploymentSpec": """1:replicas:*int 2:selector:*LabelSelector 3:template:PodTemplateSpec
        4:strategy:DeploymentStrategy 5:minReadySeconds:int 6:revisionHistoryLimit:*int 7:paused:bool
        9:progressDeadlineSeconds:*int""",
    "DeploymentStrategy": "1:type:str 2:rollingUpdate:RollingUpdate",
    "RollingUpdate": "1:maxUnavailable:intstr 2:maxSurge:intstr",
    "Job": f"{_META} 2:spec:JobSpec",
    "JobSpec": """1:parallelism:*int 2:completions:*int 3:activeDeadlineSeconds:*int 4:selector:*LabelSelector
        5:manualSelector:*bool 6:template:PodTemplateSpec 7:backoffLimit:*int 8:ttlSecondsAfterFinished:*int
        9:completionMode:*str 10:suspend:*bool 12:backoffLimitPerIndex:*int 13:maxFailedIndexes:*int""",
    "CronJob": f"{_META} 2:spec:CronJobSpec",
    "CronJobSpec": """1:schedule:str 2:startingDeadlineSeconds:*int 3:concurrencyPolicy:str 4:suspend:*bool
        5:jobTemplate:JobTemplateSpec 6:successfulJobsHistoryLimit:*int 7:failedJobsHistoryLimit:*int
        8:timeZone:*str""",
    "JobTemplateSpec": f"{_META} 2:spec:JobSpec",
    "HorizontalPodAutoscaler": f"{_META} 2:spec:AutoscalerSpec",
    "AutoscalerSpec": "1:scaleTargetRef:TargetReference 2:minReplicas:*int 3:maxReplicas:int 4:metrics:[MetricSpec]",
    "TargetReference": "1:kind:str 2:name:str 3:apiVersion:str",
    "MetricSpec": "1:type:str 4:resource:ResourceMetric",
    "ResourceMetric": "1:name:str 2:target:MetricTarget",
    "MetricTarget": "1:type:str 2:value:quantity 3:averageValue:quantity 4:averageUtilization:*int",
    "PodDisruptionBudget": f"{_META} 2:spec:BudgetSpec",
    "BudgetSpec": "1:minAvailable:*intstr 2:selector:*LabelSelector 3:maxUnavailable:*intstr",
    "Role": f"{_META} 2:rules:[PolicyRule]",
    "ClusterRole": f"{_META} 2:rules:[PolicyRule]",
    "PolicyRule": "1:verbs:[str] 2:apiGroups:[str] 3:resources:[str] 4:resourceNames:[str] 5:nonResourceURLs:[str]",
    "RoleBinding": f"{_META} 2:subjects:[Subject] 3:roleRef:RoleRef",
    "ClusterRoleBinding": f"{_META} 2:subjects:[Subject] 3:roleRef:RoleRef",
    "Subject": "1:kind:str 2:apiGroup:str 3:name:str 4:namespace:str",
    "RoleRef": "1:apiGroup:str 2:kind:str 3:name:str",
    "SelfSubjectReview": _META,
    "SelfSubjectRulesReview": f"{_META} 2:spec:RulesReviewSpec",
    "RulesReviewSpec": "1:namespace:str",
    "SelfSubjectAccessReview": f"{_META} 2:spec:AccessReviewSpec",
    "AccessReviewSpec": "1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:PathAttributes",
    "ResourceAttributes": """1:namespace:str 2:verb:str 3:group:str 4:version:str 5:resource:str 6:subresource:str
        7:name:str""",
    "PathAttributes": "1:path:str 2:verb:str",
    "DeleteOptions": """1:gracePeriodSeconds:*int 2:preconditions:Preconditions 3:orphanDependents:*bool
        4:propagationPolicy:*str 5:dryRun:[str]""",
    "Eviction": f"{_META} 2:deleteOptions:DeleteOptions",
    "Preconditions": "1:uid:*str 2:resourceVersion:*str",
}

PROTOBUF = ProtobufReader(_TYPES)
