"""The session with one cluster: kubeconfig, credentials and HTTP client, resolved with the first request."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectors.common.endpoint import ClientCertificate, Endpoint
from connectors.common.exchange import Answer, Request
from connectors.common.fault import network_fault
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from connectors.common.stream import Stream
from connectors.common.tls import tls_context
from connectors.kubernetes.credentials import Credentials
from connectors.kubernetes.in_cluster import in_cluster_context, runs_in_cluster
from connectors.kubernetes.kube_context import KubeContext, resolve_context
from connectors.kubernetes.kubeconfig import is_there, kubeconfig_files, read_kubeconfig
from connectors.kubernetes.repeated_headers import Headers, as_mapping
from connectors.kubernetes.ticket import Ticket
from console.estate.schema.connection import Cluster
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from connectors.registry import BuildContext

LISTS_AT_ONCE = 4
_Stamp = tuple[tuple[str, int, int], ...]


class ClusterSession:
    """Sends requests to one cluster; every failure, of the kubeconfig too, is a ``ConnectorError``. I/O loop only."""

    def __init__(self, options: Cluster, build: "BuildContext") -> None:
        self.options = options
        self.clock = build.clock
        self._build, self._network = build, build.network
        self._lock = asyncio.Lock()
        self._context: KubeContext | None = None
        self._stamp: _Stamp = ()
        self._trust_stamp: _Stamp = ()
        self._credentials: Credentials | None = None
        self._client: HttpClient | None = None
        self._client_of: tuple[KubeContext | None, ClientCertificate | None, _Stamp] = (None, None, ())
        self._ticket: Ticket | None = None
        self.lists = asyncio.Semaphore(LISTS_AT_ONCE)

    @property
    def name(self) -> str:
        """Return what sentences call this cluster."""
        return t("Cluster {name}", name=self.options.title or self.options.key)

    async def get(self, path: str, params: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """Return the answer of a GET."""
        return await self.send(Request("GET", path, params or {}, **more))

    async def send(self, request: Request) -> Answer:
        """Return an answer with a status below 400."""
        client = await self.client()
        return await client.send(request)

    @asynccontextmanager
    async def open(self, request: Request) -> AsyncIterator[Stream]:
        """Open a streamed answer with a status below 400."""
        client = await self.client()
        async with client.open(request) as stream:
            yield stream

    async def client(self) -> HttpClient:
        """Return the client for the credentials of the moment."""
        async with self._lock:
            await self._resolve()
            assert self._credentials is not None
            return await self._client_for(await self._credentials.ticket())

    def hasten(self) -> None:
        """Let the next request sign in anew even where that has just failed: somebody asks for it."""
        if self._credentials is not None:
            self._credentials.hasten()

    async def headers(self) -> Headers:
        """Return the credentials' headers (for protocols other than HTTP requests)."""
        await self.client()
        return (await self._present(renew=False)).headers

    async def tls(self) -> ssl.SSLContext:
        """Return the TLS context of the moment (for protocols other than HTTP requests)."""
        client = await self.client()
        return await self._build.runtime.in_thread(tls_context, client.endpoint, client.peer)

    async def _resolve(self) -> None:
        """Read the kubeconfig when it was not read yet, or it or a file that it names has changed since.

        The new one may mend a failed sign-in.
        """
        files = kubeconfig_files(self.options.kubeconfig, self._build.folder)
        stamp = _stamp(files)
        if self._context is not None and (stamp, self._trusted()) == (self._stamp, self._trust_stamp):
            return
        try:
            self._context = await self._build.runtime.in_thread(self._read, files)
        except UserError as error:
            raise ConnectorError(ErrorKind.AUTH, error.message, error.hint) from None
        except OSError as error:
            raise network_fault(error, self._peer()) from error
        self._stamp, self._trust_stamp = stamp, self._trusted()
        self._credentials = Credentials(self._context, self.clock, login_path=self._network.login_shell_path)
        self._ticket = None

    def _trusted(self) -> _Stamp:
        further = (Path(self._network.ca_file),) if self._network.ca_file else ()
        return _stamp((*(self._context.files if self._context is not None else ()), *further))

    def _read(self, files: tuple[Path, ...]) -> KubeContext:
        if not self.options.kubeconfig and runs_in_cluster() and not any(map(is_there, files)):
            return in_cluster_context()
        return resolve_context(read_kubeconfig(files), self.options.context)

    async def _client_for(self, ticket: Ticket) -> HttpClient:
        """Return a client that presents the ticket's certificate; another or a renewed one needs another client."""
        wanted = (self._context, ticket.certificate, self._trust_stamp)
        if self._client is None or self._client_of != wanted:
            self._client_of = wanted
            old, self._client = self._client, HttpClient(self._endpoint(ticket), self._peer(), self._authorize)
            if old is not None:
                await old.close()
        self._ticket = ticket
        return self._client

    async def _authorize(self, renew: bool) -> Mapping[str, str]:
        return as_mapping((await self._present(renew=renew)).headers)

    async def _present(self, *, renew: bool) -> Ticket:
        assert self._credentials is not None
        ticket = await self._credentials.ticket(refused=self._ticket if renew else None)
        self._ticket = ticket
        if not ticket.is_sendable:
            raise ConnectorError(
                ErrorKind.AUTH,
                t("The token of {name} holds line breaks or letters that cannot be sent.", name=self._peer().place),
                t("Sign in again with your cloud's tool."),
            )
        return ticket

    def _endpoint(self, ticket: Ticket) -> Endpoint:
        context = self._context
        assert context is not None
        sign_in, network = context.sign_in, self._network
        return Endpoint(
            url=context.server,
            ca_file=context.ca_file,
            ca_pem=context.ca_pem,
            further_ca_file=network.ca_file,
            certificate=ticket.certificate,
            certificate_file="" if ticket.certificate else sign_in.certificate_file,
            key_file="" if ticket.certificate else sign_in.key_file,
            server_name=context.server_name,
            proxy=self.options.proxy or context.proxy,
            usual_proxy=network.proxy,
            connect_s=network.connect_timeout_s,
            read_s=network.read_timeout_s,
        )

    def _peer(self) -> Peer:
        context = self._context
        return Peer(
            name=self.name,
            url=context.server if context is not None else "",
            ca_hint=t("certificate-authority of the cluster in the kubeconfig"),
            auth_hint=t("the sign-in of context {name}", name=context.name if context is not None else "-"),
        )

    @property
    def peer(self) -> Peer:
        """Return who is spoken to, for error sentences."""
        return self._peer()

    async def close(self) -> None:
        """Close all connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()


def _stamp(files: tuple[Path, ...]) -> _Stamp:
    """Return what changes when a file is replaced or edited."""
    stamps = []
    for file in files:
        try:
            status = file.stat()
            stamps.append((str(file), status.st_mtime_ns, status.st_size))
        except (OSError, ValueError):  # also for a NUL character in the name
            stamps.append((str(file), 0, 0))
    return tuple(stamps)
