"""All sinks of the lab as one outside server."""

import base64
import secrets
from typing import Any

from aiohttp import web

from console.kernel.paths import write_private
from console.lab.loopback.certificate import new_certificate
from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.outside.notices.chat_desk import ChatDesk
from console.lab.outside.notices.event_desk import EventDesk
from console.lab.outside.notices.inbox import Inbox
from console.lab.outside.notices.jira_desk import API as JIRA_API
from console.lab.outside.notices.jira_desk import PROJECT, JiraDesk
from console.lab.outside.notices.linear_desk import TEAM, LinearDesk
from console.lab.outside.notices.mail_desk import USER, MailDesk
from console.lab.outside.notices.web_desk import Desk, answer, bears, read_json

_JIRA_USER = "lab@newsletter.example"


class NoticeServer:
    """Slack, Discord, a signed webhook, PagerDuty, Jira, Linear on one loopback site, and a mail server beside it."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context
        folder = context.folder
        self._inbox = Inbox(folder.root, context.now_s)
        names = ("slack", "discord", "webhook", "pagerduty", "jira", "linear", "mail")
        self._secrets = {name: secrets.token_urlsafe(24) for name in names}
        self._authority = folder.root / "mail-tls" / "ca.pem"
        self._mail: MailDesk | None = None
        self._events = EventDesk(self._inbox, self._secrets["webhook"], self._secrets["pagerduty"])
        self._chat = ChatDesk(self._inbox)
        self._site = LoopbackSite("notices", self._guard, self._answer)
        self._jira: JiraDesk | None = None
        self._linear: LinearDesk | None = None

    async def start(self) -> None:
        """Listen."""
        await self._site.start()
        self._jira = JiraDesk(self._inbox, self._site.url)
        self._linear = LinearDesk(self._inbox, self._site.url)
        certificate = new_certificate()
        tls = certificate.server_context(self._context.folder.sub_folder("mail-tls"))
        write_private(self._authority, certificate.authority_pem)
        self._mail = MailDesk(self._inbox, self._secrets["mail"], tls)
        await self._mail.start()

    async def stop(self) -> None:
        """Stop listening."""
        if self._mail is not None:
            await self._mail.stop()
        await self._site.stop()

    def estate(self) -> Sections:
        """Return one channel of each kind."""
        url, token_file = self._site.url, self._context.folder.token_file

        def channel(kind: str, title: str, secret: str, **more: Any) -> dict[str, Any]:
            file = token_file(f"notify-{kind}", secret)
            return {"key": f"lab-{kind}", "title": title, "kind": kind, "secret": f"file:{file}", **more}

        signing = token_file("notify-webhook", self._secrets["webhook"])
        mail_ca = {"ca_file": str(self._authority)}
        channels = [
            channel("slack", "Lab Slack", f"{url}{self._slack_path}"),
            channel("discord", "Lab Discord", f"{url}{self._discord_path}"),
            {
                "key": "lab-webhook",
                "title": "Lab webhook",
                "kind": "webhook",
                "url": f"{url}/hook",
                "signing": f"file:{signing}",
            },
            channel(
                "email", "Lab mail", self._secrets["mail"], smtp=self._smtp, username=USER,
                sender="console@newsletter.example", recipients=["oncall@newsletter.example"], tls=mail_ca,
            ),
            channel("pagerduty", "Lab PagerDuty", self._secrets["pagerduty"], url=url),
            channel("jira", "Lab Jira", self._secrets["jira"], url=url, username=_JIRA_USER, project=PROJECT),
            channel("linear", "Lab Linear", self._secrets["linear"], url=url, project=TEAM),
        ]  # fmt: skip
        return {"notifications": channels}

    @property
    def _smtp(self) -> str:
        return f"localhost:{self._mail.port}" if self._mail is not None else ""

    @property
    def _slack_path(self) -> str:
        return f"/services/T0LAB/B0LAB/{self._secrets['slack']}"

    @property
    def _discord_path(self) -> str:
        return f"/api/webhooks/1300000000000000002/{self._secrets['discord']}"

    def _guard(self, request: web.BaseRequest) -> web.Response | None:
        """Refuse as each service refuses who does not show its secret."""
        path = request.path
        if path.startswith(JIRA_API):
            basic = base64.b64encode(f"{_JIRA_USER}:{self._secrets['jira']}".encode()).decode()
            known = bears(request, basic, scheme="Basic")
            return None if known else answer({"errorMessages": ["Client must be authenticated."], "errors": {}}, 401)
        if path == "/graphql" and not bears(request, self._secrets["linear"]):
            return answer({"errors": [{"message": "Authentication required, not authenticated"}]}, 401)
        if path.startswith("/services/"):
            return None if path == self._slack_path else web.Response(status=404, text="no_service")
        if path.startswith("/api/webhooks/"):
            return None if path == self._discord_path else answer({"message": "Unknown Webhook", "code": 10015}, 404)
        # What shows its secret in the body, where the desk looks for it; nothing else is here.
        return None if path in {"/hook", "/v2/enqueue", "/graphql"} else answer({"error": "not authenticated"}, 401)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        desk = self._desk(request)
        if desk is None:
            return web.Response(status=404, text="nothing is told here\n")
        body = await read_json(request)
        if body is None:
            return answer({"error": "the body is no JSON object"}, 400)
        return await desk(request, body)

    def _desk(self, request: web.BaseRequest) -> Desk | None:
        assert self._jira is not None
        assert self._linear is not None
        told = {
            ("POST", self._slack_path): self._chat.slack,
            ("POST", self._discord_path): self._chat.discord,
            ("GET", self._discord_path): self._chat.discord,
            ("POST", "/hook"): self._events.webhook,
            ("POST", "/v2/enqueue"): self._events.pagerduty,
            ("POST", "/graphql"): self._linear.answer,
        }
        if request.path.startswith(JIRA_API):
            return self._jira.answer
        return told.get((request.method, request.path))
