"""What an account is, and whether the credentials are good and for how long."""

from contextlib import suppress

from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.moment import seconds_of
from connectors.cloudflare.wire import Named, TokenCheck
from connectors.common.fault import HttpFault
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_DAY_S = 86_400.0


async def inspect(api: CloudflareApi, clock: Clock, *, has_token: bool) -> str:
    """Return the account's name and when the token expires; raise ``ConnectorError``, also for an expired token."""
    if not has_token:
        return await _account(api, t("legacy API key"))
    try:
        expiry = await _expiry(api, clock)
    except HttpFault as unknown:
        if unknown.kind is not ErrorKind.AUTH:
            raise
        # A token that belongs to the account, not to a user, is good although users' tokens do not include it.
        with suppress(ConnectorError):
            return await _account(api, t("token of the account itself, expiry unknown"))
        raise
    return await _account(api, expiry)


async def _account(api: CloudflareApi, token: str) -> str:
    account = await api.one(api.root, Named)
    return t("Cloudflare account {name} ({token})", name=account.name, token=token)


async def _expiry(api: CloudflareApi, clock: Clock) -> str:
    token = await api.one("user/tokens/verify", TokenCheck)
    if token.status != "active":
        raise ConnectorError(
            ErrorKind.AUTH,
            t("{place} says that the API token is {status}.", place=api.place, status=token.status),
            t("Make a new token in the Cloudflare dashboard and store it under the same name."),
        )
    until_s = seconds_of(token.expires_on)
    if until_s is None:
        return t("token without expiry")
    days = (until_s - clock.now().timestamp()) / _DAY_S
    return t("token expires in {days} d", days=max(0, int(days)))
