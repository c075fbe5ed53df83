"""Jira Cloud: one open issue per matter, comments for what follows."""

from hashlib import sha256
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.common.credentials import Secrets
from connectors.common.exchange import Answer, Request
from connectors.common.fault import HttpFault
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from connectors.notify.place import Place
from connectors.notify.recent_issues import RecentIssues
from connectors.notify.telling import tell
from connectors.notify.wording import body_of, title_of
from console.domain.notification import Act, Message, Receipt
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_API = "rest/api/3"
_MOST_TITLE, _MOST_TEXT = 250, 20_000
_USUAL = "Task"
_WRONG = 400


class _Myself(msgspec.Struct):
    displayName: str = ""  # noqa: N815 - Jira's name


class _Found(msgspec.Struct):
    key: str
    id: str = ""


class _Search(msgspec.Struct):
    issues: list[_Found] = msgspec.field(default_factory=list)


class _Type(msgspec.Struct):
    id: str
    subtask: bool = False
    hierarchyLevel: int = 0  # noqa: N815 - Jira's name
    untranslatedName: str = ""  # noqa: N815 - Jira's name


class _Types(msgspec.Struct):
    issueTypes: list[_Type] = msgspec.field(default_factory=list)  # noqa: N815 - Jira's name


class _Category(msgspec.Struct):
    key: str = ""


class _State(msgspec.Struct):
    statusCategory: _Category = msgspec.field(default_factory=_Category)  # noqa: N815 - Jira's name


class _Transition(msgspec.Struct):
    id: str
    to: _State = msgspec.field(default_factory=_State)


class _Transitions(msgspec.Struct):
    transitions: list[_Transition] = msgspec.field(default_factory=list)


class Jira:
    """An issue is found again by a label that is made from the matter, also by another console.

    Jira's search lags behind: it is told which issues were touched, and looks at those as they are now.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._url = place.options.url or ""
        self._recent = RecentIssues()
        self._type = {"name": _USUAL}
        self._client = place.client(self._url or "https://jira.invalid", self._headers)

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return the HTTP clients that it holds."""
        return (self._client,)

    async def send(self, message: Message) -> Receipt:
        """Open an issue unless one is open for the matter; then comment on it, and close it when it is resolved."""
        self._refuse_incomplete()
        known = await self._open_issue(message.matter)
        if known is None:
            return await self._create(message) if message.act is Act.TRIGGER else Receipt(t("no open issue for it"))
        await self._comment(known, message)
        if message.act is Act.RESOLVE and await self._close(known):
            return self._receipt(t("issue {key} commented and closed", key=known), known)
        return self._receipt(t("issue {key} commented", key=known), known)

    async def check(self) -> str:
        """Ask who the credentials belong to."""
        self._refuse_incomplete()
        answer = await self._client.get(f"{_API}/myself")
        return t("Jira as {name}", name=decoded(answer, _Myself, self._client.peer).displayName)

    def _headers(self, secrets: Secrets) -> dict[str, str]:
        reference, name = self._place.secret_reference(), self._place.options.username
        return {"Authorization": secrets.basic(name, reference) if name else secrets.bearer(reference)}

    def _refuse_incomplete(self) -> None:
        if not self._url or not self._place.options.project:
            raise ConnectorError(
                ErrorKind.PROTOCOL,
                t("The channel {name} needs url and project.", name=self._place.title),
                t("Add them to it in the estate file."),
            )

    async def _open_issue(self, matter: str) -> str | None:
        project = self._place.options.project.replace("\\", "").replace('"', "")
        jql = (
            f'project = "{project}" AND labels = "{label_of(matter)}" AND statusCategory != Done ORDER BY created DESC'
        )
        touched = {"reconcileIssues": self._recent.ids} if self._recent.ids else {}
        body = {"jql": jql, "maxResults": 1, "fields": ["summary"], **touched}
        answer = await self._client.send(Request("POST", f"{_API}/search/jql", json=body, idempotent=True))
        found = decoded(answer, _Search, self._client.peer).issues
        if not found:
            return None
        self._recent.note(found[0].id)
        return found[0].key

    async def _create(self, message: Message) -> Receipt:
        fields = {
            "project": {"key": self._place.options.project},
            "summary": title_of(message, _MOST_TITLE),
            "description": document(body_of(message, _MOST_TEXT)),
            "labels": ["cell-console", label_of(message.matter)],
        }
        made = decoded(await self._opened(fields), _Found, self._client.peer)
        self._recent.note(made.id)
        return self._receipt(t("issue {key} opened", key=made.key), made.key)

    async def _opened(self, fields: dict[str, Any]) -> Answer:
        """Open an issue; where the project has no type of the usual name, of one that it has (nothing was told yet)."""
        try:
            return await self._told(fields)
        except HttpFault as fault:
            own = await self._own_type() if fault.status == _WRONG and b'"issuetype"' in fault.body else ""
            if not own:
                raise
        self._type = {"id": own}
        return await self._told(fields)

    async def _told(self, fields: dict[str, Any]) -> Answer:
        whole = {"fields": {**fields, "issuetype": self._type}}
        return await tell(self._client, Request("POST", f"{_API}/issue", json=whole))

    async def _own_type(self) -> str:
        """Return the id of the type that stands for tasks in another language, else of the first that needs no parent.

        Empty where there is none.
        """
        project = quote(self._place.options.project, safe="")
        answer = await self._client.get(f"{_API}/issue/createmeta/{project}/issuetypes")
        found = decoded(answer, _Types, self._client.peer).issueTypes
        own = [one for one in found if not one.subtask and one.hierarchyLevel == 0]
        return next((one.id for one in sorted(own, key=lambda one: one.untranslatedName != _USUAL)), "")

    async def _comment(self, key: str, message: Message) -> None:
        text = f"{title_of(message, _MOST_TITLE)}\n\n{body_of(message, _MOST_TEXT)}"
        await tell(self._client, Request("POST", f"{_API}/issue/{key}/comment", json={"body": document(text)}))

    async def _close(self, key: str) -> bool:
        """Take the first transition that leads to a state of the category "done"; workflows may have none."""
        path = f"{_API}/issue/{key}/transitions"
        known = decoded(await self._client.get(path), _Transitions, self._client.peer).transitions
        done = next((one.id for one in known if one.to.statusCategory.key == "done"), None)
        if done is None:
            return False
        await tell(self._client, Request("POST", path, json={"transition": {"id": done}}))
        return True

    def _receipt(self, detail: str, key: str) -> Receipt:
        return Receipt(detail, key, f"{self._url.rstrip('/')}/browse/{key}")


def label_of(matter: str) -> str:
    """Return the label of a matter: labels may hold no blanks, and matters may hold anything."""
    return f"cc-{sha256(matter.encode()).hexdigest()[:24]}"


def document(text: str) -> dict[str, Any]:
    """Return plain text as an Atlassian document: one paragraph per line, no markup."""
    lines = [line for line in text.splitlines() if line.strip()] or ["-"]
    paragraphs = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
    return {"type": "doc", "version": 1, "content": paragraphs}
