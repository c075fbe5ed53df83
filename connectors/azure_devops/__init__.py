"""Azure DevOps Services and Server: repositories, pull requests, builds, work items and service hooks."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.git_provider import AzureDevOps
from console.ports.connector import Connector


def _build(options: AzureDevOps, context: BuildContext) -> Connector:
    from connectors.azure_devops.connector import build  # noqa: PLC0415 - msgspec loads when used

    return build(options, context)


CONNECTORS.add(ConnectorKind(key="azure_devops", title="Azure DevOps", options=AzureDevOps, build=_build))
