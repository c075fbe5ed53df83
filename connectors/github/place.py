"""Addresses below the API's root."""

from connectors.common.forge.repository_part import repository_parts


def place_of(path: str, *rest: str) -> str:
    """Return the address of something of a repository; ``rest`` must be escaped."""
    owner, name = repository_parts(path, "owner/repository")
    return "/".join(("repos", owner, name, *rest))
