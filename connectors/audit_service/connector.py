"""One audit service of the estate."""

from connectors.audit_service.api import AuditServiceApi
from connectors.audit_service.service_place import ServicePlace
from connectors.audit_service.task_source import TaskSource
from connectors.audit_service.update_stream import UpdateStream
from connectors.common.audits.batch_performer import batch_performers
from connectors.common.base_connector import BaseConnector
from connectors.common.client_of import auth_headers, client_of
from connectors.common.connection_health import ConnectionHealth
from connectors.common.credentials import Credentials
from connectors.common.operation_desk import OperationDesk
from connectors.registry import BuildContext
from console.estate.schema.service_connection import AuditService
from console.kernel.i18n import t
from console.ports.audit_dispatcher import AuditDispatcher
from console.ports.change_executor import ChangeExecutor


def build(options: AuditService, context: BuildContext) -> BaseConnector:
    """Return the connector; does no I/O."""
    name = t("Audit service {name}", name=options.title or options.key)
    headers = auth_headers(options.auth)
    client = client_of(options, context, name, tls=options.tls, build=headers)
    authorize = Credentials(context.runtime, context.vault, name, "auth", headers) if headers is not None else None
    api, stream = AuditServiceApi(client), UpdateStream(client, authorize, context.runtime)
    place = ServicePlace(options.key, api, stream)
    source = TaskSource(
        options.key,
        api,
        stream,
        health=ConnectionHealth(options.key, options.connector, context.clock),
        clock=context.clock,
        poll_s=options.poll_s * context.poll_factor,
    )
    desk = OperationDesk(batch_performers(place))
    return BaseConnector(
        options, (client,), place.look, ports={AuditDispatcher: place, ChangeExecutor: desk}, sources=(source,)
    )
