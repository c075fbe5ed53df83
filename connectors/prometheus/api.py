"""The HTTP API of a Prometheus-compatible server: one way to ask, one way to fail."""

from collections.abc import Mapping
from dataclasses import replace

from connectors.common.exchange import Answer, Request
from connectors.common.fault import HttpFault, server_words, wrong_body
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from connectors.prometheus.envelope import trouble_of
from connectors.prometheus.flavour import is_unknown_path
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_NO_SUCH_METHOD = (405, 501)
_TIMEOUTS = ("timeout", "canceled")
_BAD_QUERY = ("bad_data", "execution", "422")  # the last is VictoriaMetrics'
_NO_TENANT = b"no org id"  # Mimir's words
MOST_BYTES = 32 << 20  # of everything but queries, which are bounded by the client
_GRACE_S = 5.0  # the server's own time limit answers first, with a better sentence


class PrometheusApi:
    """Sends requests below ``/api/v1``; every failure is a ``ConnectorError``. Use it from the I/O loop only."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._posts = True

    @property
    def peer(self) -> Peer:
        """Return who answers, for sentences."""
        return self._client.peer

    @property
    def url(self) -> str:
        """Return the address without a trailing slash."""
        return self._client.endpoint.url.rstrip("/")

    async def ask(self, path: str, form: Mapping[str, str], timeout_s: float) -> bytes:
        """Return the body of a query, sent in a POST body because queries outgrow URLs.

        Where only GET is let through (405, 501), GET is used from then on, as Prometheus' own clients do. There is one
        try: who polls comes again, and a query that timed out must not be repeated at once.
        """
        form = {**form, "timeout": f"{max(1, round(timeout_s * 1000))}ms"}
        request = Request(
            "POST",
            f"api/v1/{path}",
            form=form,
            idempotent=True,
            read_s=timeout_s + _GRACE_S,
            total_s=2 * timeout_s + _GRACE_S,
            tries=1,
        )
        if self._posts:
            try:
                return (await self.send(request)).body
            except HttpFault as fault:
                if fault.status not in _NO_SUCH_METHOD:
                    raise
                self._posts = False
        return (await self.send(replace(request, method="GET", params=form, form=None))).body

    async def get(self, path: str, params: Mapping[str, str | int | list[str]] | None = None) -> bytes:
        """Return the body of a GET below ``/api/v1``; passing failures are tried again."""
        return (await self.send(Request("GET", f"api/v1/{path}", params or {}, most_bytes=MOST_BYTES))).body

    async def send(self, request: Request) -> Answer:
        """Return the answer of any request, failures in the words of this protocol."""
        try:
            return await self._client.send(request)
        except HttpFault as fault:
            raise self._refusal(fault) from None

    def unreadable(self, error: ValueError) -> ConnectorError:
        """Return the fault of a body that is not of the promised shape."""
        return wrong_body(self.peer, str(error))

    def _refusal(self, fault: HttpFault) -> ConnectorError:
        """Prefer what the server says about the query over what its status means in general."""
        told = _told(fault, self.peer.place)
        return HttpFault(fault.status, *told, body=fault.body) if told is not None else fault

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()


def _told(fault: HttpFault, place: str) -> tuple[ErrorKind, str, str] | None:
    """Return kind, sentence and hint of a refusal that this protocol explains better than its status."""
    trouble = trouble_of(fault.body)
    words = server_words(fault.body) or trouble.errorType
    if trouble.errorType in _TIMEOUTS:
        return (
            ErrorKind.TIMEOUT,
            t("{place} gave up on a query: {words}.", place=place, words=words),
            t("Ask for a shorter range or fewer series; the console tries again by itself."),
        )
    if trouble.errorType in _BAD_QUERY:
        return (
            ErrorKind.REJECTED,
            t("{place} refused a query: {words}.", place=place, words=words),
            t("Correct the query."),
        )
    if is_unknown_path(fault.status, fault.body):
        hint = t(
            "Check the path of the address: Mimir answers below /prometheus, a VictoriaMetrics cluster below "
            "/select/NUMBER/prometheus."
        )
        return ErrorKind.NOT_FOUND, fault.message, hint
    if fault.kind is ErrorKind.AUTH and _NO_TENANT in fault.body:
        return fault.kind, fault.message, t("Name the tenant in headers: X-Scope-OrgID.")
    return None
