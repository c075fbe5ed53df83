"""One OpenCost connection of the estate."""

from collections.abc import Mapping

from connectors.common.base_connector import BaseConnector
from connectors.common.client_of import auth_headers, client_of
from connectors.common.connection_health import ConnectionHealth
from connectors.common.poll_source import PollSource, Read
from connectors.opencost.api import OpenCostApi
from connectors.opencost.course_reading import CourseReading
from connectors.registry import BuildContext
from console.estate.schema.service_connection import OpenCost
from console.kernel.i18n import t
from console.ports.cost import CostReader

_COURSE_S = 300.0  # only the running hour changes what is told


def opencost_connector(options: OpenCost, context: BuildContext) -> BaseConnector:
    """Return the connector; building does no I/O."""
    name = t("OpenCost {name}", name=options.title or options.key)
    client = client_of(options, context, name, tls=options.tls, build=auth_headers(options.auth))
    api = OpenCostApi(
        options.key, client, currency=options.currency, window=options.window, cells=_cells(options, context)
    )
    health = ConnectionHealth(options.key, options.connector, context.clock)
    poll_s = options.poll_s * context.poll_factor
    periods = {one.period.value for one in context.estate.budgets} if context.estate is not None else set()
    course = CourseReading(options.key, api, context.clock, periods)
    reads: dict[str, tuple[Read, float]] = {
        "cost-allocation": (api.workloads, poll_s),
        "cost-assets": (api.assets, poll_s),
        "cloud-cost": (api.cloud_costs, poll_s),
        "cost-days": (course.read, max(poll_s, _COURSE_S)),
    }

    async def check() -> str:
        clusters = await api.allocation("1h", "cluster")
        names = ", ".join(sorted(one.workload for one in clusters)) or t("no costs in the last hour")
        return t("OpenCost, amounts in {currency}: {names}", currency=options.currency, names=names)

    return BaseConnector(
        options,
        (client,),
        check,
        ports={CostReader: api},
        sources=tuple(
            PollSource(options.key, topic, read, health=health, clock=context.clock, poll_s=every_s)
            for topic, (read, every_s) in reads.items()
        ),
    )


def _cells(options: OpenCost, context: BuildContext) -> Mapping[str, str]:
    """Return the cells of the cluster whose cost is told (of any, when the estate does not say) by namespace."""
    cells = context.estate.cells if context.estate is not None else ()
    return {
        namespace: cell.key
        for cell in cells
        if options.cluster in (None, cell.cluster)
        for namespace in cell.selectors.namespaces
    }
