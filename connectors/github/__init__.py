"""GitHub, Enterprise Server and GHE.com: repositories, pull requests, workflows, issues, code scanning."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.git_provider import GitHub
from console.ports.connector import Connector


def _build(options: GitHub, context: BuildContext) -> Connector:
    from connectors.github.connector import build  # noqa: PLC0415 - msgspec loads when used

    return build(options, context)


CONNECTORS.add(ConnectorKind(key="github", title="GitHub", options=GitHub, build=_build))
