"""A service that runs audits, reached over HTTP and a WebSocket."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.service_connection import AuditService
from console.ports.connector import Connector


def _build(options: AuditService, context: BuildContext) -> Connector:
    from connectors.audit_service.connector import build  # noqa: PLC0415 - msgspec, when the first one is built

    return build(options, context)


CONNECTORS.add(ConnectorKind(key="audit_service", title="Audit service", options=AuditService, build=_build))
