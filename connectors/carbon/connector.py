"""One connection to a provider of carbon intensity."""

from collections.abc import Mapping

from connectors.carbon.carbon_aware_sdk import CarbonAwareSdk
from connectors.carbon.electricity_maps import ElectricityMaps
from connectors.carbon.fixed import FixedCarbon
from connectors.carbon.intensity_source import IntensitySource
from connectors.carbon.provider import Provider
from connectors.carbon.uk import UkCarbon
from connectors.carbon.watttime import WattTime
from connectors.carbon.watttime_token import WattTimeToken
from connectors.carbon.zone_reader import ZoneReader
from connectors.common.base_connector import BaseConnector
from connectors.common.connection_health import ConnectionHealth
from connectors.common.credentials import Credentials, Secrets
from connectors.common.endpoint_of import endpoint_of
from connectors.common.http import Authorize, HttpClient
from connectors.common.peer import Peer
from connectors.registry import BuildContext
from console.domain.carbon.carbon_intensity import SIMULATED, IntensitySignal
from console.estate.grid_zone import grid_zone
from console.estate.schema.connection import Environment
from console.estate.schema.service_connection import CarbonProvider, CarbonSource
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.ports.carbon import CarbonReader

_URLS = {
    CarbonProvider.UK: "https://api.carbonintensity.org.uk",
    CarbonProvider.ELECTRICITY_MAPS: "https://api.electricitymap.org/v3",
    CarbonProvider.WATTTIME: "https://api.watttime.org",
    CarbonProvider.CARBON_AWARE_SDK: "http://localhost:8080",
}
_NAMES = {
    CarbonProvider.UK: "UK Carbon Intensity",
    CarbonProvider.ELECTRICITY_MAPS: "Electricity Maps",
    CarbonProvider.WATTTIME: "WattTime",
    CarbonProvider.CARBON_AWARE_SDK: "Carbon Aware SDK",
    CarbonProvider.FIXED: "estate file",
}
_ATTRIBUTIONS = {
    CarbonProvider.UK: "National Energy System Operator (NESO), Carbon Intensity API, CC BY 4.0",
    CarbonProvider.ELECTRICITY_MAPS: "Electricity Maps (electricitymaps.com)",
    CarbonProvider.WATTTIME: "WattTime (watttime.org), CO2 MOER",
    CarbonProvider.CARBON_AWARE_SDK: "Carbon Aware SDK (Green Software Foundation)",
}
_LAB = " (lab)"
_MOST_BYTES = 8 << 20


def carbon_connector(options: CarbonSource, context: BuildContext) -> BaseConnector:
    """Return the connector of a carbon source; nothing is asked yet."""
    clients = _clients(options, context)
    provider = _provider(options, context, clients)
    is_marginal = options.provider is CarbonProvider.WATTTIME
    is_lab = options.environment is Environment.LAB
    reader = ZoneReader(
        options.key,
        provider,
        _places(options, context),
        name=_NAMES[options.provider] + (_LAB if is_lab else ""),
        attribution=SIMULATED if is_lab else _ATTRIBUTIONS.get(options.provider, ""),
        signal=IntensitySignal.MARGINAL if is_marginal else IntensitySignal.AVERAGE,
    )
    health = ConnectionHealth(options.key, options.connector, context.clock)
    poll_s = options.poll_s * context.poll_factor
    source = IntensitySource(options.key, reader, health=health, clock=context.clock, poll_s=poll_s)

    async def check() -> str:
        return await _check(options, reader)

    return BaseConnector(options, clients, check, ports={CarbonReader: reader}, sources=(source,))


async def _check(options: CarbonSource, reader: CarbonReader) -> str:
    if not reader.zones:
        raise ConnectorError(
            ErrorKind.NOT_FOUND,
            t("The connection {name} has no zones to ask for.", name=options.key),
            t("Name them under zones in the estate file, or give the cells a zone."),
        )
    first = await reader.now(reader.zones[0])
    return t(
        "{provider}: {zone} at {grams} gCO2/kWh ({kind})",
        provider=first.provider,
        zone=first.zone,
        grams=round(first.g_per_kwh),
        kind=first.kind.value,
    )


def _places(options: CarbonSource, context: BuildContext) -> Mapping[str, str]:
    """Return the provider's names by zone: those of the estate file, else the zones of its cells as they are."""
    if options.provider is CarbonProvider.FIXED:
        return {zone: zone for zone in options.fixed}
    if options.zones or context.estate is None:
        return dict(options.zones)
    zones = dict.fromkeys(zone for cell in context.estate.cells if (zone := grid_zone(cell)))
    if options.provider is CarbonProvider.UK:
        return {zone: "" for zone in zones if zone.upper() in {"GB", "UK"}}
    return {zone: zone for zone in zones}


def _provider(options: CarbonSource, context: BuildContext, clients: tuple[HttpClient, ...]) -> Provider:
    if options.provider is CarbonProvider.FIXED:
        return FixedCarbon(options.fixed, context.clock)
    if options.provider is CarbonProvider.UK:
        return UkCarbon(clients[0], context.clock)
    if options.provider is CarbonProvider.ELECTRICITY_MAPS:
        return ElectricityMaps(clients[0])
    if options.provider is CarbonProvider.WATTTIME:
        return WattTime(clients[0], context.clock)
    return CarbonAwareSdk(clients[0], context.clock)


def _clients(options: CarbonSource, context: BuildContext) -> tuple[HttpClient, ...]:
    """Return the client that asks, and behind it one that logs in where that is a step of its own."""
    if options.provider is CarbonProvider.FIXED:
        return ()
    url = options.url or _URLS[options.provider]
    name, hint = options.title or options.key, f"carbon.{options.key}.token"
    endpoint = endpoint_of(url, context, most_bytes=_MOST_BYTES)
    peer = Peer(name, url, auth_hint=hint)
    authorize = _authorize(options, context, hint)
    if options.provider is not CarbonProvider.WATTTIME:
        return (HttpClient(endpoint, peer, authorize, context.clock),)
    login = HttpClient(endpoint, peer, authorize, context.clock)
    return HttpClient(endpoint, peer, WattTimeToken(login, context.clock), context.clock), login


def _authorize(options: CarbonSource, context: BuildContext, hint: str) -> Authorize | None:
    """Return how requests show who asks; a token for a service that needs none is for a gateway in front of it."""
    token = options.token
    if token is None:
        return None

    def headers(secrets: Secrets) -> Mapping[str, str]:
        if options.provider is CarbonProvider.ELECTRICITY_MAPS:
            return {"auth-token": secrets.text(token)}
        if options.provider is CarbonProvider.WATTTIME:
            return {"authorization": secrets.basic(options.username, token)}
        return {"authorization": secrets.bearer(token)}

    return Credentials(context.runtime, context.vault, options.key, hint, headers)
