"""Where the organization of a connection is."""

from urllib.parse import quote, urlsplit

from console.estate.schema.git_provider import AzureDevOps

_OLD_SUFFIX = ".visualstudio.com"


def organization_url(options: AzureDevOps) -> str:
    """Return the address of the organization (a server's collection); the old hosts already name it."""
    url = options.url.rstrip("/")
    host = urlsplit(url).hostname or ""
    names = (quote(options.organization, safe=""), options.organization)
    is_named = url.lower().endswith(tuple(f"/{name.lower()}" for name in names))  # no case is told apart there
    if is_named or host == f"{options.organization.lower()}{_OLD_SUFFIX}":
        return url
    return f"{url}/{names[0]}"
