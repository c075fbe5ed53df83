"""A Bitbucket Cloud."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServer, LabServerKind, ServerContext


def _build(context: ServerContext) -> LabServer:
    from console.lab.outside.bitbucket.bitbucket_server import BitbucketServer  # noqa: PLC0415 - in the lab process

    return BitbucketServer(context)


LAB_SERVERS.add(LabServerKind("bitbucket", _build))
