"""The types of object rows that the local history keeps; a row whose type is missing here is not remembered."""

from __future__ import annotations

from console.domain.alert import Alert
from console.domain.alert_group import AlertGroup
from console.domain.autoscaler import Autoscaler, ClusterAutoscaler
from console.domain.capacity.service_load import ServiceLoad
from console.domain.carbon.carbon_intensity import CarbonIntensity
from console.domain.carbon.energy_use import EnergyUse, RunPrice
from console.domain.chaos_experiment import ChaosExperiment
from console.domain.cost import Allocation, AssetCost, CloudCost
from console.domain.cost_course import CostCourse
from console.domain.course_gap import CourseGap
from console.domain.dashboard import Dashboard
from console.domain.dashboard_annotation import DashboardAnnotation
from console.domain.disruption_budget import DisruptionBudget
from console.domain.edge.cache_keys import CacheKeys
from console.domain.edge.edge_store import EdgeStore
from console.domain.edge.edge_usage import EdgeUsage
from console.domain.edge.edge_worker import EdgeWorker
from console.domain.edge.load_balancer import EdgePool, LoadBalancer
from console.domain.edge.rate_limit import RateLimit
from console.domain.edge.zone import Zone
from console.domain.forecast.outlook import Outlook
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.judge.canary_counts import CanaryCounts
from console.domain.load_course import LoadCourse
from console.domain.metric_rule import MetricRule
from console.domain.metric_target import MetricTarget
from console.domain.model.model_reading import ModelReading
from console.domain.policy_constraint import PolicyConstraint
from console.domain.replay.traffic_course import TrafficCourse
from console.domain.rollout import AnalysisRun, Rollout
from console.domain.route import Job, Quota, Route, Setting
from console.domain.service_task import ServiceTask
from console.domain.silence import Silence
from console.domain.slo.slo_course import SloCourse
from console.domain.slo.slo_status import SloStatus
from console.domain.traffic_policy import TrafficPolicy
from console.domain.workload import Node, Pod, Workload

ROW_TYPES: tuple[type, ...] = (
    ServiceTask,
    CarbonIntensity,
    EnergyUse,
    RunPrice,
    Allocation,
    AssetCost,
    CloudCost,
    CostCourse,
    CourseGap,
    LoadCourse,
    ServiceLoad,
    ChaosExperiment,
    TrafficCourse,
    Outlook,
    Workload,
    Pod,
    Node,
    Autoscaler,
    ClusterAutoscaler,
    Route,
    Setting,
    Job,
    Quota,
    Rollout,
    AnalysisRun,
    CanaryCounts,
    DisruptionBudget,
    PolicyConstraint,
    TrafficPolicy,
    SloStatus,
    SloCourse,
    ModelReading,
    Repository,
    PullRequest,
    PipelineRun,
    Alert,
    AlertGroup,
    Silence,
    MetricRule,
    MetricTarget,
    Dashboard,
    DashboardAnnotation,
    CacheKeys,
    Zone,
    EdgeWorker,
    EdgeStore,
    RateLimit,
    LoadBalancer,
    EdgePool,
    EdgeUsage,
)
