"""Hosts of repository URLs, and whose they are."""

from dataclasses import dataclass

GITHUB, GITLAB, BITBUCKET, AZURE_DEVOPS = "github", "gitlab", "bitbucket", "azure_devops"


@dataclass(frozen=True, slots=True)
class ForgeHost:
    """A host whose repositories a forge serves; ``provider`` is the connector kind's key (``github``, ...).

    ``name`` is in lower case, with a port when only that port is meant. ``prefix`` precedes all paths of the host's web
    addresses (``tfs``), ``scheme`` is that of its web addresses. ``organization`` is Azure DevOps', if the host
    tells it.
    """

    name: str
    provider: str
    scheme: str = "https"
    prefix: str = ""
    organization: str = ""


_PUBLIC = {
    "github.com": GITHUB,
    "www.github.com": GITHUB,
    "ssh.github.com": GITHUB,
    "gitlab.com": GITLAB,
    "altssh.gitlab.com": GITLAB,
    "bitbucket.org": BITBUCKET,
    "altssh.bitbucket.org": BITBUCKET,
    "dev.azure.com": AZURE_DEVOPS,
    "ssh.dev.azure.com": AZURE_DEVOPS,
    "vs-ssh.visualstudio.com": AZURE_DEVOPS,
}
_SUFFIXES = {".ghe.com": GITHUB, ".visualstudio.com": AZURE_DEVOPS}
_ALIASES = {
    "www.github.com": "github.com",
    "ssh.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
    "ssh.dev.azure.com": "dev.azure.com",
    "vs-ssh.visualstudio.com": "dev.azure.com",
}


def public_host(name: str) -> ForgeHost | None:
    """Return the public forge that a host name in lower case belongs to, under its usual name."""
    provider = _PUBLIC.get(name) or next((one for suffix, one in _SUFFIXES.items() if name.endswith(suffix)), "")
    if not provider:
        return None
    organization = name.partition(".")[0] if name.endswith(".visualstudio.com") and name not in _PUBLIC else ""
    usual = "dev.azure.com" if provider == AZURE_DEVOPS else _ALIASES.get(name, name)
    return ForgeHost(usual, provider, organization=organization)
