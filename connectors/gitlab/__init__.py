"""GitLab, in the cloud, self-managed and dedicated: projects, merge requests, pipelines, issues."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.git_provider import GitLab
from console.ports.connector import Connector


def _build(options: GitLab, context: BuildContext) -> Connector:
    from connectors.gitlab.connector import build  # noqa: PLC0415 - msgspec loads when used

    return build(options, context)


CONNECTORS.add(ConnectorKind(key="gitlab", title="GitLab", options=GitLab, build=_build))
