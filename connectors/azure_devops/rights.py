"""What the user may do in a repository, by the permissions of the Git namespace."""

from connectors.azure_devops.api import AzureApi
from connectors.azure_devops.wire import WireRepository
from connectors.common.forge.kept_answer import KeptAnswers
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind

_GIT_REPOSITORIES = "2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"
_CONTRIBUTE, _MANAGE = 4, 8192  # GenericContribute, ManagePermissions


_HOLD_S = 3600.0


class GitRights:
    """The account's permissions on repositories; whoever sees one may read it. A token may allow less."""

    def __init__(self, api: AzureApi, clock: Clock) -> None:
        self._api = api
        self._kept: KeptAnswers[tuple[str, ...]] = KeptAnswers(clock, _HOLD_S)

    async def of(self, repository: WireRepository) -> tuple[str, ...]:
        """Return the rights in a repository."""
        token = f"repoV2/{repository.project.id}/{repository.id}"
        return await self._kept.of(token, lambda: self._asked(token))

    async def _asked(self, token: str) -> tuple[str, ...]:
        rights = ["read"]
        for right, bit in (("write", _CONTRIBUTE), ("admin", _MANAGE)):
            place = f"_apis/permissions/{_GIT_REPOSITORIES}/{bit}"
            try:
                told = await self._api.all(place, bool, {"tokens": token})
            except ConnectorError as fault:
                if fault.kind in (ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND, ErrorKind.AUTH):
                    break  # the token may not ask for permissions
                raise
            if told[:1] != (True,):
                break
            rights.append(right)
        return tuple(rights)
