"""Bitbucket Cloud: repositories, pull requests, pipelines and what is attached to them."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.git_provider import Bitbucket
from console.ports.connector import Connector


def _build(options: Bitbucket, context: BuildContext) -> Connector:
    from connectors.bitbucket.connector import build  # noqa: PLC0415 - msgspec loads when used

    return build(options, context)


CONNECTORS.add(ConnectorKind(key="bitbucket", title="Bitbucket", options=Bitbucket, build=_build))
