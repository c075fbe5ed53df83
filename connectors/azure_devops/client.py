"""The HTTP policy with the habits of Azure DevOps: versions of the API, and sign-in pages in place of refusals."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from connectors.common.exchange import Answer, Request
from connectors.common.fault import ForeignRedirect, HttpFault, server_words
from connectors.common.http import HttpClient
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

NEWEST_VERSION = "7.1"
_SUPPORTED = re.compile(r"supports is (\d{1,2}\.\d{1,2})\b")
_SIGN_IN_HOSTS = ("vssps.visualstudio.com", "login.microsoftonline.com", "login.live.com", "vssps.dev.azure.com")


class AzureClient(HttpClient):
    """Names the API's version in every request, and goes down to what an older server supports."""

    version = NEWEST_VERSION

    async def send(self, request: Request) -> Answer:
        """Return the answer; raise ``ConnectorError``, of kind auth for a page that asks to sign in."""
        try:
            return await self._signed_in(request)
        except HttpFault as fault:
            older = _SUPPORTED.search(server_words(fault.body)) if fault.status == 400 else None
            if older is None or older[1] == self.version:
                raise
            self.version = older[1]  # nothing was done: the server refused the version before anything else
            return await self._signed_in(request)

    async def _signed_in(self, request: Request) -> Answer:
        versioned = replace(request, params={**request.params, "api-version": self.version})
        try:
            answer = await super().send(versioned)
        except ForeignRedirect as redirect:
            if _is_sign_in(redirect.origin):
                raise self._signed_out() from None
            raise
        if answer.status == 203 or "html" in answer.headers.get("content-type", ""):
            raise self._signed_out()
        return answer

    def _signed_out(self) -> ConnectorError:
        return ConnectorError(
            ErrorKind.AUTH,
            t("{place} shows its sign-in page instead of an answer.", place=self.peer.place),
            t("The personal access token is missing or has expired, or is not for this organization: renew it."),
        )


def _is_sign_in(origin: str) -> bool:
    host = urlsplit(origin).hostname or ""
    return any(host == one or host.endswith(f".{one}") for one in _SIGN_IN_HOSTS)
