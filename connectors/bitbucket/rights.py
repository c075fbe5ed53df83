"""What the user, or the access token, may do in a repository."""

from urllib.parse import quote

from connectors.bitbucket.api import BitbucketApi
from connectors.bitbucket.wire import WireRepository
from connectors.common.forge.kept_answer import KeptAnswers
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind

_LEVELS = ("read", "write", "admin")
_ROLES = {"admin": "admin", "contributor": "write"}
_NOT_TOLD = frozenset({ErrorKind.AUTH, ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND})
# The old scopes of access tokens and OAuth, and those of API tokens.
_SCOPES = {
    "repository": "read",
    "repository:write": "write",
    "repository:admin": "admin",
    "read:repository:bitbucket": "read",
    "write:repository:bitbucket": "write",
    "admin:repository:bitbucket": "admin",
}
_HOLD_S = 3600.0
_MOST_LISTED = 500


class AccountRights:
    """The roles of an account, asked for by listing the repositories in which it has them.

    The endpoint that told them directly answers 410 since February 2026 (CHANGE-2770); access tokens have no roles.
    """

    def __init__(self, api: BitbucketApi, clock: Clock) -> None:
        self._api = api
        self._kept: KeptAnswers[tuple[frozenset[str], bool]] = KeptAnswers(clock, _HOLD_S)

    async def of(self, full_name: str) -> tuple[str, ...]:
        """Return the rights in a repository that can be read; empty when Bitbucket does not tell."""
        try:
            for role, right in _ROLES.items():
                if await self._has(role, full_name):
                    return _up_to(_LEVELS.index(right))
        except ConnectorError as fault:
            if fault.kind not in _NOT_TOLD:
                raise
            return ()
        return ("read",)

    async def _has(self, role: str, full_name: str) -> bool:
        """Look into the list of all that have the role, which serves all projects; a large one is asked by name."""
        workspace = full_name.partition("/")[0]
        names, is_cut = await self._kept.of(f"{workspace}/{role}", lambda: self._listed(workspace, {"role": role}))
        if full_name in names or not is_cut:
            return full_name in names
        query = {"role": role, "q": f'full_name="{full_name}"'}
        names, _ = await self._kept.of(f"{full_name}/{role}", lambda: self._listed(workspace, query))
        return bool(names)

    async def _listed(self, workspace: str, params: dict[str, str]) -> tuple[frozenset[str], bool]:
        place = f"repositories/{quote(workspace, safe='')}"
        found, is_cut = await self._api.listing(place, WireRepository, _MOST_LISTED, params)
        return frozenset(one.full_name for one in found), is_cut


def rights_of_scopes(header: str) -> tuple[str, ...]:
    """Return the rights that ``X-OAuth-Scopes`` grants on repositories; empty when it says nothing of them."""
    granted = {_SCOPES[one] for one in (scope.strip() for scope in header.split(",")) if one in _SCOPES}
    return _up_to(max((_LEVELS.index(one) for one in granted), default=-1))


def both(user: tuple[str, ...], token: tuple[str, ...]) -> tuple[str, ...]:
    """Return what account and token allow together; one of which nothing is told does not restrict."""
    return tuple(one for one in user if one in token) if user and token else user or token


def _up_to(level: int) -> tuple[str, ...]:
    return _LEVELS[: level + 1]
