"""GitLab."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServer, LabServerKind, ServerContext


def _build(context: ServerContext) -> LabServer:
    from console.lab.outside.gitlab.gitlab_server import GitLabServer  # noqa: PLC0415 - aiohttp

    return GitLabServer(context)


LAB_SERVERS.add(LabServerKind("gitlab", _build))
