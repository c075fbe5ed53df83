"""A service that runs audits."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServer, LabServerKind, ServerContext


def _build(context: ServerContext) -> LabServer:
    from console.lab.outside.audits.audit_server import AuditServer  # noqa: PLC0415 - aiohttp, msgspec

    return AuditServer(context)


LAB_SERVERS.add(LabServerKind("audit_service", _build))
