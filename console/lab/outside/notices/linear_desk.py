"""Linear's GraphQL API, as far as opening, finding, commenting and closing issues goes."""

import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from console.lab.outside.notices.inbox import Inbox
from console.lab.outside.notices.issue_book import IssueBook
from console.lab.outside.notices.web_desk import Json, answer

TEAM = "OPS"
_OPERATION = re.compile(r"^\s*(?:query|mutation)\s+(\w+)")
_STATES = (
    {"id": "state-todo", "type": "unstarted", "position": 1.0},
    {"id": "state-done", "type": "completed", "position": 3.0},
)


class LinearDesk:
    """Answers by the name of the operation; it does not interpret GraphQL in general."""

    def __init__(self, inbox: Inbox, site: str) -> None:
        self._inbox = inbox
        self._site = site
        self._book = IssueBook(TEAM)

    async def answer(self, _request: web.BaseRequest, body: Json) -> web.Response:
        """Answer one GraphQL request."""
        acts: dict[str, Callable[[Json], Json | None]] = {
            "Viewer": self._viewer,
            "Team": self._team,
            "OpenIssue": self._open_issue,
            "Create": self._create,
            "Comment": self._comment,
            "Close": self._close,
        }
        found = _OPERATION.match(str(body.get("query", "")))
        act = acts.get(found[1]) if found else None
        if act is None:
            return _trouble("Cannot query that here: the lab knows few operations.")
        data = act(body.get("variables") or {})
        return _trouble("Entity not found") if data is None else answer({"data": data})

    def _viewer(self, _asked: Json) -> Json:
        return {"viewer": {"name": "Lab operator", "organization": {"name": "Lab"}}}

    def _team(self, asked: Json) -> Json:
        known = [{"id": "team-ops", "states": {"nodes": list(_STATES)}}] if asked.get("key") == TEAM else []
        return {"teams": {"nodes": known}}

    def _open_issue(self, asked: Json) -> Json:
        key = self._book.find_open(str(asked.get("mark"))) if asked.get("team") == TEAM else None
        return {"issues": {"nodes": [self._told(key)] if key else []}}

    def _create(self, asked: Json) -> Json:
        wanted = asked.get("input", {})
        text = str(wanted.get("description", ""))
        key = self._book.open(str(wanted.get("title", "")), text)
        self._inbox.add("linear", str(wanted.get("title", "")), text, f"opened {key}")
        return {"issueCreate": {"success": True, "issue": self._told(key)}}

    def _comment(self, asked: Json) -> Json | None:
        wanted = asked.get("input", {})
        issue = self._book.get(str(wanted.get("issueId")))
        if issue is None:
            return None
        self._inbox.add("linear", issue.title, str(wanted.get("body", "")), f"commented {wanted['issueId']}")
        return {"commentCreate": {"success": True}}

    def _close(self, asked: Json) -> Json | None:
        issue = self._book.get(str(asked.get("id")))
        if issue is None:
            return None
        issue.done = asked.get("input", {}).get("stateId") == "state-done"
        self._inbox.add("linear", issue.title, "", f"closed {asked['id']}")
        return {"issueUpdate": {"success": True}}

    def _told(self, key: str) -> dict[str, Any]:
        return {"id": key, "identifier": key, "url": f"{self._site}/issue/{key}"}


def _trouble(sentence: str) -> web.Response:
    return answer({"errors": [{"message": sentence, "extensions": {"type": "invalid input"}}]})
