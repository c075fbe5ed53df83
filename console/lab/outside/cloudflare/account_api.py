"""The token, the account and the zone."""

from console.lab.edge.edge_account import EdgeAccount
from console.lab.outside.cloudflare.api_call import ApiCall, Reply, paged, when
from console.lab.outside.cloudflare.api_route import Route
from console.lab.simulator.demand import DAY_S
from console.lab.simulator.edge_catalogue import ZONE

_TOKEN_LIFE_S = 90 * DAY_S
_SERVERS = ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]


class AccountApi:
    """Who one is, and what one sees."""

    def __init__(self, account: EdgeAccount, start_s: float) -> None:
        self._account = account
        self._start_s = start_s

    def routes(self) -> tuple[Route, ...]:
        """What it answers."""
        return (
            Route("GET", "user/tokens/verify", self._verify),
            Route("GET", "accounts", self._accounts),
            Route("GET", "accounts/{account}", self._one_account),
            Route("GET", "zones", self._zones),
            Route("GET", "zones/{zone}", self._one_zone),
        )

    def _verify(self, _call: ApiCall) -> Reply:
        return Reply(
            {
                "id": self._account.id,
                "status": "active",
                "not_before": when(self._start_s - DAY_S),
                "expires_on": when(self._start_s + _TOKEN_LIFE_S),
            }
        )

    def _accounts(self, call: ApiCall) -> Reply:
        chosen, info = paged(call, [self._shown_account()])
        return Reply(chosen, info)

    def _one_account(self, _call: ApiCall) -> Reply:
        return Reply(self._shown_account())

    def _shown_account(self) -> dict[str, object]:
        return {
            "id": self._account.id,
            "name": "Newsletter lab",
            "type": "enterprise",
            "created_on": when(self._account.created_s),
            "settings": {"enforce_twofactor": True},
        }

    def _zones(self, call: ApiCall) -> Reply:
        zone = self._zone()
        fits = (
            call.query.get("name", ZONE) == ZONE and call.query.get("account.id", self._account.id) == self._account.id
        )
        chosen, info = paged(call, [zone] if fits else [])
        return Reply(chosen, info)

    def _one_zone(self, _call: ApiCall) -> Reply:
        return Reply(self._zone())

    def _zone(self) -> dict[str, object]:
        made = when(self._account.created_s)
        account = {"id": self._account.id, "name": "Newsletter lab"}
        return {
            "id": self._account.zone_id,
            "name": ZONE,
            "status": "active",
            "paused": False,
            "type": "full",
            "development_mode": 0,
            "name_servers": _SERVERS,
            "original_name_servers": _SERVERS,
            "original_registrar": "example registrar",
            "original_dnshost": "example host",
            "created_on": made,
            "modified_on": made,
            "activated_on": made,
            "account": account,
            "owner": {"id": self._account.id, "name": "Newsletter lab", "type": "organization"},
            "meta": {"step": 2, "custom_certificate_quota": 1, "page_rule_quota": 100, "phishing_detected": False},
            "plan": {"id": "enterprise", "name": "Enterprise Website", "price": 0, "currency": "USD"},
            "permissions": ["#zone:read", "#zone:edit", "#cache_purge:edit"],
        }
