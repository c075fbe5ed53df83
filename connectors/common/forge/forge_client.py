"""The HTTP client of a forge's connection."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

from connectors.common.credentials import Credentials, Secrets
from connectors.common.endpoint import MIB
from connectors.common.endpoint_of import endpoint_of
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from connectors.registry import BuildContext
from console.estate.schema.git_provider import Forge

Client = TypeVar("Client", bound=HttpClient)
ShowToken: TypeAlias = Callable[[Secrets, str], Mapping[str, str]]
"""Makes the headers that show the token of a reference."""

_MOST_BYTES = 8 * MIB  # a page of 100 entries is below 2 MiB; a dozen are read at a time


def forge_client(
    make: type[Client], url: str, name: str, options: Forge, context: BuildContext, show: ShowToken
) -> Client:
    """Return a client of ``url``; ``name`` opens the sentences of its failures. Without a token nothing is shown."""
    authorize = None
    token = options.token
    if token is not None:
        authorize = Credentials(context.runtime, context.vault, name, "token", lambda secrets: show(secrets, token))
    peer = Peer(name, url, ca_hint="tls.ca_file", auth_hint="token")
    return make(endpoint_of(url, context, options.tls, most_bytes=_MOST_BYTES), peer, authorize, context.clock)
