"""The lab's services of carbon intensity."""

import secrets

from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.carbon.electricity_maps_site import ElectricityMapsSite, auth_token_guard
from console.lab.outside.carbon.lab_grid import GREAT_BRITAIN, LabGrid
from console.lab.outside.carbon.uk_site import UkSite
from console.lab.outside.carbon.watttime_site import REGIONS, USERNAME, WattTimeSite
from console.lab.outside.lab_server import Sections, ServerContext

_POLL_S = 60.0


class CarbonServer:
    """Implements ``LabServer``: one site for each provider that it plays."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context
        self._tokens = {name: secrets.token_urlsafe(24) for name in ("uk", "electricity-maps", "watttime")}
        self._grid = LabGrid(context.world, context.now_s)
        watttime = WattTimeSite(self._grid, self._tokens["watttime"])
        maps_guard = auth_token_guard(self._tokens["electricity-maps"])
        self._uk = LoopbackSite("lab UK carbon", self._tokens["uk"], UkSite(self._grid).answer)
        self._maps = LoopbackSite("lab Electricity Maps", maps_guard, ElectricityMapsSite(self._grid).answer)
        self._watttime = LoopbackSite("lab WattTime", watttime.guard, watttime.answer)

    async def start(self) -> None:
        """Listen."""
        for site in (self._uk, self._maps, self._watttime):
            await site.start()

    async def stop(self) -> None:
        """Stop listening."""
        for site in (self._uk, self._maps, self._watttime):
            await site.stop()

    def estate(self) -> Sections:
        """Return three carbon sources: the cells' zones, and two that would be alternatives."""
        files = {
            name: f"file:{self._context.folder.token_file(f'carbon-{name}', token)}"
            for name, token in self._tokens.items()
        }
        shared = {"poll_s": _POLL_S}
        return {
            "carbon": [
                {
                    "key": "lab-electricity-maps",
                    "title": "Lab Electricity Maps",
                    "provider": "electricity-maps",
                    "url": f"{self._maps.url}/v3",
                    "token": files["electricity-maps"],
                    "zones": {zone: zone for zone in self._grid.cell_zones},
                    **shared,
                },
                {
                    "key": "lab-uk-carbon",
                    "title": "Lab UK Carbon Intensity",
                    "provider": "uk",
                    "url": self._uk.url,
                    "token": files["uk"],
                    "zones": {GREAT_BRITAIN: GREAT_BRITAIN},
                    **shared,
                },
                {
                    "key": "lab-watttime",
                    "title": "Lab WattTime",
                    "provider": "watttime",
                    "url": self._watttime.url,
                    "username": USERNAME,
                    "token": files["watttime"],
                    "zones": {zone: region for region, zone in REGIONS.items()},
                    **shared,
                },
            ]
        }
