"""The dashboard server."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServer, LabServerKind, ServerContext


def _build(context: ServerContext) -> LabServer:
    from console.lab.outside.grafana.grafana_server import GrafanaServer  # noqa: PLC0415 - in the lab process only

    return GrafanaServer(context)


LAB_SERVERS.add(LabServerKind("grafana", _build))
