"""Who git is to a forge, beside the token of a connection."""

from console.estate.schema.git_provider import Bitbucket, Forge

# What the forges' documentation names beside a token; Azure DevOps takes any.
_USERS = {"github": "x-access-token", "gitlab": "oauth2", "bitbucket": "x-token-auth", "azure_devops": "token"}


def clone_user(provider: Forge) -> str:
    """Return the user name that goes with the token of a connection."""
    if isinstance(provider, Bitbucket) and provider.username:
        return "x-bitbucket-api-token-auth"
    return _USERS[provider.connector]
