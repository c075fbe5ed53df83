"""Shapes of pods and of what all objects share."""

POD_TYPES = {
    "ObjectMeta": """name:str generateName:str namespace:str uid:str resourceVersion:str generation:int selfLink:str
        creationTimestamp:time deletionTimestamp:time deletionGracePeriodSeconds:int labels:{str} annotations:{str}
        ownerReferences:[OwnerReference]/uid finalizers:[str]/* managedFields:[any]""",
    "OwnerReference": "apiVersion:str kind:str name:str uid:str controller:bool blockOwnerDeletion:bool",
    "LabelSelector": "matchLabels:{str} matchExpressions:[LabelRequirement]",
    "LabelRequirement": "key!:str operator!:str values:[str]",
    "ObjectReference": "apiVersion:str kind:str name:str namespace:str uid:str resourceVersion:str fieldPath:str",
    "LocalReference": "name:str",
    "Condition": """type:str status:str reason:str message:str lastTransitionTime:time lastUpdateTime:time
        lastProbeTime:time lastHeartbeatTime:time observedGeneration:int""",
    "Pod": "apiVersion:str kind:str metadata=:ObjectMeta spec=:PodSpec status=:PodStatus",
    "PodTemplateSpec": "metadata=:ObjectMeta spec=:PodSpec",
    "PodSpec": """containers=:[Container]/name initContainers:[Container]/name ephemeralContainers:[any]/name
        volumes:[Volume]/name restartPolicy:str terminationGracePeriodSeconds:int activeDeadlineSeconds:int
        dnsPolicy:str dnsConfig:any nodeSelector:{str} serviceAccountName:str serviceAccount:str
        automountServiceAccountToken:bool nodeName:str hostNetwork:bool hostPID:bool hostIPC:bool hostUsers:bool
        shareProcessNamespace:bool securityContext:any imagePullSecrets:[LocalReference]/name hostname:str
        subdomain:str affinity:any schedulerName:str tolerations:[any] hostAliases:[any]/ip priorityClassName:str
        priority:int readinessGates:[any] runtimeClassName:str enableServiceLinks:bool preemptionPolicy:str
        overhead:{quantity} topologySpreadConstraints:[any]/topologyKey,whenUnsatisfiable setHostnameAsFQDN:bool
        os:any schedulingGates:[any]/name resourceClaims:[any]/name resources:Resources hostnameOverride:str""",
    "Container": """name:str image:str command:[str] args:[str] workingDir:str
        ports:[ContainerPort]/containerPort,protocol envFrom:[any] env:[EnvVar]/name resources:Resources
        resizePolicy:[any] restartPolicy:str restartPolicyRules:[any] volumeMounts:[any]/mountPath
        volumeDevices:[any]/devicePath livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:any
        terminationMessagePath:str terminationMessagePolicy:str imagePullPolicy:str securityContext:any stdin:bool
        stdinOnce:bool tty:bool""",
    "ContainerPort": "name:str hostPort:int containerPort:int protocol:str hostIP:str",
    "EnvVar": "name:str value:str valueFrom:any",
    "Resources": "limits:{quantity} requests:{quantity} claims:[any]/name",
    "Probe": """exec:any httpGet:HttpGet tcpSocket:any grpc:any initialDelaySeconds:int timeoutSeconds:int
        periodSeconds:int
        successThreshold:int failureThreshold:int terminationGracePeriodSeconds:int""",
    "HttpGet": "path:str port:intstr host:str scheme:str httpHeaders:[any]",
    "ConfigMapVolume": "name:str items:[any] defaultMode:int optional:bool",
    "SecretVolume": "secretName:str items:[any] defaultMode:int optional:bool",
    "ProjectedVolume": "sources:[any] defaultMode:int",
    "DownwardVolume": "items:[any] defaultMode:int",
    "Volume": """name:str hostPath:any emptyDir:any secret:SecretVolume configMap:ConfigMapVolume
        persistentVolumeClaim:any projected:ProjectedVolume
        downwardAPI:DownwardVolume csi:any nfs:any ephemeral:any image:any iscsi:any fc:any awsElasticBlockStore:any
        gcePersistentDisk:any azureDisk:any azureFile:any cephfs:any gitRepo:any
        cinder:any flexVolume:any flocker:any glusterfs:any photonPersistentDisk:any portworxVolume:any quobyte:any
        rbd:any scaleIO:any storageos:any vsphereVolume:any""",
    "ContainerStatus": """name:str image:str imageID:str containerID:str ready:bool started:bool restartCount:int
        state:ContainerState lastState:ContainerState allocatedResources:any resources:any volumeMounts:any user:any
        allocatedResourcesStatus:any stopSignal:str""",
    "ContainerState": "waiting:WaitingState running:RunningState terminated:EndedState",
    "WaitingState": "reason:str message:str",
    "RunningState": "startedAt:time",
    "EndedState": """exitCode:int signal:int reason:str message:str startedAt:time finishedAt:time containerID:str""",
    "PodStatus": """phase:str conditions:[Condition]/type message:str reason:str hostIP:str hostIPs:[any] podIP:str
        podIPs:[any]/ip startTime:time containerStatuses:[ContainerStatus] initContainerStatuses:[any] qosClass:str
        ephemeralContainerStatuses:[any] nominatedNodeName:str resize:str observedGeneration:int
        resourceClaimStatuses:[any] extendedResourceClaimStatus:any allocatedResources:any resources:any""",
}
