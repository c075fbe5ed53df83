"""An Azure DevOps organization."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServer, LabServerKind, ServerContext


def _build(context: ServerContext) -> LabServer:
    from console.lab.outside.azure_devops.azure_server import AzureServer  # noqa: PLC0415 - in the lab process

    return AzureServer(context)


LAB_SERVERS.add(LabServerKind("azure_devops", _build))
