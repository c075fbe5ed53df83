"""The estate file: everything that one team runs."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from console.estate.schema.automation import Automation
from console.estate.schema.base import DocumentPath, EstateModel, Key
from console.estate.schema.calendar import Calendar
from console.estate.schema.capacity_goal import CapacityGoal
from console.estate.schema.cell import USUAL_QUOTA_CONFIG, Cell, CellTemplate
from console.estate.schema.connection import Cluster, Connection, Environment, Prometheus
from console.estate.schema.edge_model import EdgeModel
from console.estate.schema.git_provider import AzureDevOps, Bitbucket, GitHub, GitLab
from console.estate.schema.money import Budget
from console.estate.schema.notification_policy import IncidentPolicy, NotificationPolicy
from console.estate.schema.operator import Operator
from console.estate.schema.policy_limits import PolicyLimits
from console.estate.schema.project import Project, Team
from console.estate.schema.router import ModelRouter, Router
from console.estate.schema.service_connection import (
    Alertmanager,
    AuditService,
    CarbonSource,
    CloudflareAccount,
    Grafana,
    Notification,
    OpenCost,
)
from console.estate.schema.team_profile import TeamProfile

CURRENT_VERSION = 1
CONNECTION_SECTIONS = (
    "clusters",
    "prometheus",
    "alertmanagers",
    "grafana",
    "opencost",
    "cloudflare",
    "carbon",
    "github",
    "gitlab",
    "bitbucket",
    "azure_devops",
    "audit_services",
    "notifications",
)


class Threshold(EstateModel):
    """Own limits of a signal, in the signal's unit."""

    warning: float | None = None
    critical: float | None = None


class Estate(EstateModel):
    """Everything that one team runs; keys are unique within their section, connection keys in the whole file."""

    schema_version: Literal[1] = 1
    name: Key
    title: str = ""
    environment: Environment = Field(
        default=Environment.PRODUCTION, description="What connections are that do not say it themselves."
    )
    clusters: tuple[Cluster, ...] = ()
    prometheus: tuple[Prometheus, ...] = ()
    alertmanagers: tuple[Alertmanager, ...] = ()
    grafana: tuple[Grafana, ...] = ()
    opencost: tuple[OpenCost, ...] = ()
    cloudflare: tuple[CloudflareAccount, ...] = ()
    carbon: tuple[CarbonSource, ...] = ()
    github: tuple[GitHub, ...] = ()
    gitlab: tuple[GitLab, ...] = ()
    bitbucket: tuple[Bitbucket, ...] = ()
    azure_devops: tuple[AzureDevOps, ...] = ()
    audit_services: tuple[AuditService, ...] = ()
    notifications: tuple[Notification, ...] = ()
    templates: tuple[CellTemplate, ...] = ()
    cells: tuple[Cell, ...] = ()
    routers: tuple[Router, ...] = ()
    slos: tuple[DocumentPath, ...] = Field(default=(), description="OpenSLO or Sloth documents; globs are allowed.")
    budgets: tuple[Budget, ...] = ()
    models: tuple[EdgeModel, ...] = ()
    projects: tuple[Project, ...] = ()
    teams: tuple[Team, ...] = ()
    audit_profiles: tuple[TeamProfile, ...] = Field(
        default=(), description="Profiles of your own, beside startup, enterprise and open-source."
    )
    calendars: tuple[Calendar, ...] = ()
    policies: tuple[DocumentPath, ...] = Field(
        default=(), description="Rego policies: files or folders; globs are allowed."
    )
    policy_limits: PolicyLimits = PolicyLimits()
    capacity: CapacityGoal = CapacityGoal()
    operators: tuple[Operator, ...] = Field(
        default=(), description="Who signs changes of production; naming somebody makes a second signature necessary."
    )
    notification_policy: NotificationPolicy | None = Field(
        default=None, description="Who is told what; without it nobody is told anything by itself."
    )
    incidents: IncidentPolicy = IncidentPolicy()
    runbooks: tuple[DocumentPath, ...] = Field(default=(), description="Folders of Markdown runbooks.")
    automation: Automation = Automation()
    thresholds: dict[str, Threshold] = Field(default_factory=dict, description="By signal key.")

    @model_validator(mode="after")
    def _connections_take_the_estates_environment(self) -> "Estate":
        here = {"environment": self.environment}
        for section in CONNECTION_SECTIONS:
            told = tuple(
                one if "environment" in one.model_fields_set else one.model_copy(update=here)
                for one in getattr(self, section)
            )
            object.__setattr__(self, section, told)
        return self

    @model_validator(mode="after")
    def _cells_read_the_only_metric_server(self) -> "Estate":
        if len(self.prometheus) == 1:
            only = {"prometheus": self.prometheus[0].key}
            cells = tuple(cell if cell.prometheus else cell.model_copy(update=only) for cell in self.cells)
            object.__setattr__(self, "cells", cells)
        return self

    @property
    def is_lab(self) -> bool:
        """Return whether everything here is simulated, and must be labelled so."""
        return self.environment is Environment.LAB

    def connections(self) -> Iterator[Connection]:
        """Yield every connection, in the order of the sections; ``connector`` names the kind that serves it."""
        for section in CONNECTION_SECTIONS:
            yield from getattr(self, section)

    def cell(self, key: str) -> Cell | None:
        """Return the cell of that key, if there is one."""
        return next((cell for cell in self.cells if cell.key == key), None)

    def template_of(self, cell: Cell) -> CellTemplate | None:
        """Return the template that the cell should match, if it names one."""
        return next((template for template in self.templates if template.key == cell.template), None)

    def quota_places(self, cell: Cell) -> frozenset[tuple[str, str]]:
        """Return (namespace, name) of the ConfigMaps with the cell's quotas; none where nobody states a quota."""
        if cell.quota_config is not None:
            return frozenset({(cell.quota_config.namespace, cell.quota_config.name)})
        template = self.template_of(cell)
        if not cell.quotas and (template is None or not template.quotas):
            return frozenset()
        return frozenset((space, USUAL_QUOTA_CONFIG) for space in cell.selectors.namespaces)

    def config_maps(self, cluster: str) -> frozenset[tuple[str, str]]:
        """Return (namespace, name) of every ConfigMap of a cluster that routers and cells refer to."""
        routers = (one for one in self.routers if isinstance(one, ModelRouter) and one.cluster == cluster)
        found = {(router.config_map.namespace, router.config_map.name) for router in routers}
        found.update(place for cell in self.cells if cell.cluster == cluster for place in self.quota_places(cell))
        return frozenset(found)
