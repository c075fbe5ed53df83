"""Linear: one open issue per matter, comments for what follows."""

from typing import Any, TypeVar

import msgspec

from connectors.common.credentials import Secrets
from connectors.common.exchange import Request
from connectors.common.fault import wrong_body
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from connectors.notify.channels.jira import label_of
from connectors.notify.place import Place
from connectors.notify.wording import body_of, title_of
from console.domain.notification import Act, Message, Receipt
from console.domain.severity import Severity
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_line

PUBLIC = "https://api.linear.app"
_MOST_TITLE, _MOST_TEXT, _MOST_WORDS = 250, 20_000, 200
_PRIORITY = {Severity.CRITICAL: 1, Severity.WARNING: 3, Severity.INFO: 4}
Shape = TypeVar("Shape")

VIEWER = "query Viewer { viewer { name organization { name } } }"
TEAM = """query Team($key: String!) {
  teams(filter: {key: {eq: $key}}, first: 1) { nodes { id states { nodes { id type position } } } }
}"""
OPEN_ISSUE = """query OpenIssue($team: String!, $mark: String!) {
  issues(
    filter: {team: {key: {eq: $team}}, description: {contains: $mark}, state: {type: {nin: ["completed", "canceled"]}}}
    first: 1
  ) { nodes { id identifier url } }
}"""
CREATE = """mutation Create($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { id identifier url } }
}"""
COMMENT = "mutation Comment($input: CommentCreateInput!) { commentCreate(input: $input) { success } }"
CLOSE = "mutation Close($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) { success } }"


class _Name(msgspec.Struct):
    name: str


class _Viewer(msgspec.Struct):
    name: str
    organization: _Name


class _ViewerAnswer(msgspec.Struct):
    viewer: _Viewer


class _State(msgspec.Struct):
    id: str
    type: str
    position: float


class _States(msgspec.Struct):
    nodes: list[_State]


class _Team(msgspec.Struct):
    id: str
    states: _States


class _Teams(msgspec.Struct):
    nodes: list[_Team]


class _TeamAnswer(msgspec.Struct):
    teams: _Teams


class _Issue(msgspec.Struct):
    id: str
    identifier: str
    url: str


class _Issues(msgspec.Struct):
    nodes: list[_Issue]


class _IssuesAnswer(msgspec.Struct):
    issues: _Issues


class _Created(msgspec.Struct):
    success: bool
    issue: _Issue | None = None


class _CreatedAnswer(msgspec.Struct):
    issueCreate: _Created  # noqa: N815 - Linear's name


class _Done(msgspec.Struct):
    success: bool


class _CommentedAnswer(msgspec.Struct):
    commentCreate: _Done  # noqa: N815 - Linear's name


class _ClosedAnswer(msgspec.Struct):
    issueUpdate: _Done  # noqa: N815 - Linear's name


class _Trouble(msgspec.Struct):
    message: str = ""


class _Whole(msgspec.Struct):
    data: msgspec.Raw = msgspec.Raw(b"null")
    errors: list[_Trouble] = msgspec.field(default_factory=list)


class Linear:
    """An issue is found again by a mark in its description, also by another console."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._client = place.client(place.options.url or PUBLIC, self._headers)

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return the HTTP clients that it holds."""
        return (self._client,)

    async def send(self, message: Message) -> Receipt:
        """Open an issue unless one is open for the matter; then comment on it, and close it when it is resolved."""
        team = await self._team()
        mark = label_of(message.matter)
        asked = {"team": self._place.options.project, "mark": mark}
        known = (await self._ask(OPEN_ISSUE, asked, _IssuesAnswer)).issues.nodes
        if known:
            return await self._follow(known[0], team, message)
        if message.act is not Act.TRIGGER:
            return Receipt(t("no open issue for it"))
        wanted = {
            "teamId": team.id,
            "title": title_of(message, _MOST_TITLE),
            "description": f"{fenced(body_of(message, _MOST_TEXT))}\n\n{mark}",
            "priority": _PRIORITY[message.severity],
        }
        created = (await self._ask(CREATE, {"input": wanted}, _CreatedAnswer, idempotent=False)).issueCreate
        made = created.issue if created.success else None
        if made is None:
            raise wrong_body(self._client.peer, t("it made no issue"))
        return Receipt(t("issue {key} opened", key=made.identifier), made.identifier, made.url)

    async def check(self) -> str:
        """Ask who the key belongs to, and for the team."""
        viewer = (await self._ask(VIEWER, {}, _ViewerAnswer)).viewer
        await self._team()
        return t("Linear {organization} as {name}", organization=viewer.organization.name, name=viewer.name)

    async def _follow(self, issue: _Issue, team: _Team, message: Message) -> Receipt:
        text = fenced(f"{title_of(message, _MOST_TITLE)}\n\n{body_of(message, _MOST_TEXT)}")
        comment = {"input": {"issueId": issue.id, "body": text}}
        self._demand((await self._ask(COMMENT, comment, _CommentedAnswer, idempotent=False)).commentCreate)
        done = sorted((one for one in team.states.nodes if one.type == "completed"), key=lambda one: one.position)
        if message.act is not Act.RESOLVE or not done:
            return Receipt(t("issue {key} commented", key=issue.identifier), issue.identifier, issue.url)
        closed = await self._ask(CLOSE, {"id": issue.id, "input": {"stateId": done[0].id}}, _ClosedAnswer)
        self._demand(closed.issueUpdate)
        return Receipt(t("issue {key} commented and closed", key=issue.identifier), issue.identifier, issue.url)

    def _demand(self, done: _Done) -> None:
        """Refuse an answer that has no error and yet says that nothing was done."""
        if not done.success:
            raise wrong_body(self._client.peer, t("it did not do what was asked"))

    async def _team(self) -> _Team:
        key = self._place.options.project
        found = (await self._ask(TEAM, {"key": key}, _TeamAnswer)).teams.nodes if key else []
        if not found:
            raise ConnectorError(
                ErrorKind.NOT_FOUND,
                t("Linear has no team {key} for the channel {name}.", key=repr(key), name=self._place.title),
                t("Put the team's short key into project in the estate file."),
            )
        return found[0]

    def _headers(self, secrets: Secrets) -> dict[str, str]:
        return {"Authorization": secrets.text(self._place.secret_reference())}

    async def _ask(
        self, query: str, variables: dict[str, Any], shape: type[Shape], *, idempotent: bool = True
    ) -> Shape:
        body = {"query": query, "variables": variables}
        request = Request("POST", "graphql", json=body, idempotent=idempotent)
        answer = await self._client.send(request)
        whole = decoded(answer, _Whole, self._client.peer)
        if whole.errors or bytes(whole.data) == b"null":
            words = visible_line(scrub("; ".join(one.message for one in whole.errors)), _MOST_WORDS)
            raise wrong_body(self._client.peer, words or t("it has no data"))
        try:
            return msgspec.json.decode(whole.data, type=prepared(shape))
        except (ValueError, RecursionError) as error:
            raise wrong_body(self._client.peer, str(error)) from None


def fenced(text: str) -> str:
    """Return plain text as a Markdown code block that nothing in it can end."""
    longest = max((len(run) for run in _runs_of_ticks(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _runs_of_ticks(text: str) -> list[str]:
    runs, run = [], ""
    for character in text + " ":
        if character == "`":
            run += character
        elif run:
            runs.append(run)
            run = ""
    return runs
