"""How a branch that is proposed stands on its forge."""

from typing import NamedTuple

from console.ports.forge import ForgeReader

_MOST = 1000


class ProposedBranch(NamedTuple):
    """``sha`` is its newest commit (empty: no such branch), ``pull`` the number of its open pull request."""

    sha: str
    pull: str

    @staticmethod
    async def read(reader: ForgeReader, repository: str, branch: str) -> "ProposedBranch":
        """Ask the forge; raise ``ConnectorError``."""
        branches = await reader.branches(repository, _MOST)
        sha = next((one.sha for one in branches if one.name == branch), "")
        pulls = await reader.pull_requests(repository) if sha else ()
        return ProposedBranch(sha, next((one.ref.name for one in pulls if one.source == branch), ""))
