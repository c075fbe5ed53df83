"""Shapes of the core kinds, access rules, coordination and networking."""

_TOP = "apiVersion:str kind:str metadata=:ObjectMeta"

CORE_TYPES = {
    "ConfigMap": f"{_TOP} data:{{str}} binaryData:{{str}} immutable:bool",
    "Secret": f"{_TOP} data:{{str}} stringData:{{str}} type:str immutable:bool",
    "Namespace": f"{_TOP} spec=:NamespaceSpec status=:NamespaceStatus",
    "NamespaceSpec": "finalizers:[str]",
    "NamespaceStatus": "phase:str conditions:[Condition]/type",
    "Node": f"{_TOP} spec=:NodeSpec status=:NodeStatus",
    "NodeSpec": """podCIDR:str podCIDRs:[str]/* providerID:str unschedulable:bool taints:[Taint] configSource:any
        externalID:str""",
    "Taint": "key:str value:str effect:str timeAdded:time",
    "NodeStatus": """capacity:{quantity} allocatable:{quantity} phase:str conditions:[Condition]/type
        addresses:[any]/type daemonEndpoints:any nodeInfo:any images:[any] volumesInUse:[str] volumesAttached:[any]
        config:any runtimeHandlers:[any] features:any declaredFeatures:[str]""",
    "Endpoints": f"{_TOP} subsets:[EndpointSubset]",
    "EndpointSubset": "addresses:[EndpointAddress] notReadyAddresses:[EndpointAddress] ports:[EndpointPort]",
    "EndpointAddress": "ip:str hostname:str nodeName:str targetRef:ObjectReference",
    "EndpointPort": "name:str port:int protocol:str appProtocol:str",
    "Event": f"""{_TOP} involvedObject=:ObjectReference reason:str message:str source:EventSource firstTimestamp:time
        lastTimestamp:time count:int type:str eventTime:time series:EventSeries action:str related:any
        reportingComponent:str reportingInstance:str""",
    "EventSeries": "count:int lastObservedTime:time",
    "EventSource": "component:str host:str",
    "LimitRange": f"{_TOP} spec=:LimitRangeSpec",
    "LimitRangeSpec": "limits:[any]",
    "PersistentVolume": f"{_TOP} spec=:any status=:any",
    "PersistentVolumeClaim": f"{_TOP} spec=:ClaimSpec status=:any",
    "ClaimSpec": """accessModes:[str] selector:~LabelSelector resources:Resources volumeName:str storageClassName:str
        volumeMode:str dataSource:any dataSourceRef:any volumeAttributesClassName:str""",
    "ResourceQuota": f"{_TOP} spec=:QuotaSpec status=:QuotaStatus",
    "QuotaSpec": "hard:{quantity} scopes:[str] scopeSelector:any",
    "QuotaStatus": "hard:{quantity} used:{quantity}",
    "Service": f"{_TOP} spec=:ServiceSpec status=:ServiceStatus",
    "ServiceSpec": """ports:[ServicePort]/port,protocol selector:{str} clusterIP:str clusterIPs:[str] type:str
        externalIPs:[str] sessionAffinity:str loadBalancerIP:str loadBalancerSourceRanges:[str] externalName:str
        externalTrafficPolicy:str healthCheckNodePort:int publishNotReadyAddresses:bool sessionAffinityConfig:any
        ipFamilies:[str] ipFamilyPolicy:str allocateLoadBalancerNodePorts:bool loadBalancerClass:str
        internalTrafficPolicy:str trafficDistribution:str""",
    "ServicePort": "name:str protocol:str appProtocol:str port:int targetPort:intstr nodePort:int",
    "ServiceStatus": "loadBalancer=:Balancer conditions:[Condition]/type",
    "ServiceAccount": f"""{_TOP} secrets:[any]/name imagePullSecrets:[LocalReference]
        automountServiceAccountToken:bool""",
    "Ingress": f"{_TOP} spec=:IngressSpec status=:BalancerHolder",
    "IngressSpec": "ingressClassName:str defaultBackend:any tls:[any] rules:[IngressRule]",
    "IngressRule": "host:str http:any",
    "BalancerHolder": "loadBalancer=:Balancer",
    "Balancer": "ingress:[BalancerAddress]",
    "BalancerAddress": "ip:str hostname:str ipMode:str ports:[any]",
    "NetworkPolicy": f"{_TOP} spec:NetworkPolicySpec",
    "NetworkPolicySpec": "podSelector:~LabelSelector ingress:[any] egress:[any] policyTypes:[str]",
    "ClusterRole": f"{_TOP} rules:[PolicyRule] aggregationRule:any",
    "Role": f"{_TOP} rules:[PolicyRule]",
    "PolicyRule": "verbs!:[str] apiGroups:[str] resources:[str] resourceNames:[str] nonResourceURLs:[str]",
    "ClusterRoleBinding": f"{_TOP} subjects:[Subject] roleRef=:~RoleRef",
    "RoleBinding": f"{_TOP} subjects:[Subject] roleRef=:~RoleRef",
    "Subject": "kind:str apiGroup:str name:str namespace:str",
    "RoleRef": "apiGroup:str kind:str name:str",
    "Lease": f"{_TOP} spec=:LeaseSpec",
    "LeaseSpec": """holderIdentity:str leaseDurationSeconds:int acquireTime:time renewTime:time leaseTransitions:int
        strategy:str preferredHolder:str""",
    "StorageClass": f"""{_TOP} provisioner:str parameters:{{str}} reclaimPolicy:str mountOptions:[str]
        allowVolumeExpansion:bool volumeBindingMode:str allowedTopologies:[any]""",
    "SelfSubjectAccessReview": f"{_TOP} spec=:AccessReviewSpec status=:any",
    "AccessReviewSpec": "resourceAttributes:ResourceAttributes nonResourceAttributes:PathAttributes",
    "ResourceAttributes": """namespace:str verb:str group:str version:str resource:str subresource:str name:str
        fieldSelector:any labelSelector:any""",
    "PathAttributes": "path:str verb:str",
    "SelfSubjectRulesReview": f"{_TOP} spec=:RulesReviewSpec status=:any",
    "RulesReviewSpec": "namespace:str",
    "SelfSubjectReview": f"{_TOP} status:any",
    "ControllerRevision": f"{_TOP} data:any revision:int",
}
