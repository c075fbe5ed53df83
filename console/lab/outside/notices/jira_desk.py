"""Jira Cloud, as far as opening, finding, commenting and closing issues goes."""

import re
from typing import Any

from aiohttp import web

from console.lab.outside.notices.inbox import Inbox
from console.lab.outside.notices.issue_book import IssueBook
from console.lab.outside.notices.web_desk import Json, answer

API = "/rest/api/3"
PROJECT = "OPS"
_LABEL = re.compile(r'labels = "([^"]+)"')
_OF_ISSUE = re.compile(rf"{API}/issue/([A-Z]+-\d+)/(comment|transitions)$")
_DONE = {
    "id": "31",
    "name": "Done",
    "to": {"id": "10002", "name": "Done", "statusCategory": {"id": 3, "key": "done", "name": "Done"}},
}


class JiraDesk:
    """One project whose workflow leads from anywhere to done."""

    def __init__(self, inbox: Inbox, site: str) -> None:
        self._inbox = inbox
        self._site = site
        self._book = IssueBook(PROJECT)

    async def answer(self, request: web.BaseRequest, body: Json) -> web.Response:
        """Answer a request below ``/rest/api/3``."""
        place = (request.method, request.path)
        if place == ("GET", f"{API}/myself"):
            return answer({"accountId": "lab", "displayName": "Lab operator", "active": True})
        if place == ("POST", f"{API}/search/jql"):
            return self._search(body)
        if place == ("POST", f"{API}/issue"):
            return self._create(body)
        found = _OF_ISSUE.fullmatch(request.path)
        if found is None or self._book.get(found[1]) is None:
            return _refusal("Issue does not exist or you do not have permission to see it.", 404)
        return self._of_issue(request.method, found[1], found[2], body)

    def _search(self, body: Json) -> web.Response:
        label = _LABEL.search(str(body.get("jql", "")))
        key = self._book.find_open(label[1]) if label else None
        issues = [{"id": key.rpartition("-")[2], "key": key, "fields": {}}] if key else []
        return answer({"issues": issues, "isLast": True})

    def _create(self, body: Json) -> web.Response:
        fields = body.get("fields", {})
        if fields.get("project", {}).get("key") != PROJECT:
            return _refusal("", 400, {"project": "valid project is required"})
        if not fields.get("summary"):
            return _refusal("", 400, {"summary": "You must specify a summary of the issue."})
        key = self._book.open(str(fields["summary"]), " ".join(map(str, fields.get("labels", []))))
        self._inbox.add("jira", str(fields["summary"]), text_of(fields.get("description")), f"opened {key}")
        number = key.rpartition("-")[2]
        return answer({"id": number, "key": key, "self": f"{self._site}{API}/issue/{number}"}, 201)

    def _of_issue(self, method: str, key: str, part: str, body: Json) -> web.Response:
        issue = self._book.get(key)
        assert issue is not None
        if part == "comment" and method == "POST":
            text = text_of(body.get("body"))
            issue.comments.append(text)
            self._inbox.add("jira", issue.title, text, f"commented {key}")
            return answer({"id": str(len(issue.comments)), "body": body.get("body")}, 201)
        if part == "transitions" and method == "GET":
            return answer({"transitions": [] if issue.done else [_DONE]})
        if part == "transitions" and method == "POST" and body.get("transition", {}).get("id") == _DONE["id"]:
            issue.done = True
            self._inbox.add("jira", issue.title, "", f"closed {key}")
            return web.Response(status=204)
        return _refusal("It is not on the appropriate screen, or unknown.", 400)


def text_of(document: Any) -> str:
    """Return the plain text of an Atlassian document."""
    if not isinstance(document, dict):
        return ""
    if document.get("type") == "text":
        return str(document.get("text", ""))
    parts = [text_of(one) for one in document.get("content", [])]
    return ("\n" if document.get("type") == "doc" else "").join(parts)


def _refusal(sentence: str, status: int, errors: Json | None = None) -> web.Response:
    return answer({"errorMessages": [sentence] if sentence else [], "errors": errors or {}}, status)
