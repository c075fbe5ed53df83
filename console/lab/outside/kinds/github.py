"""GitHub."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServer, LabServerKind, ServerContext


def _build(context: ServerContext) -> LabServer:
    from console.lab.outside.github.github_server import GitHubServer  # noqa: PLC0415 - aiohttp

    return GitHubServer(context)


LAB_SERVERS.add(LabServerKind("github", _build))
