"""Work items: their kinds, queries, and changes by JSON patches."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from console.lab.outside.azure_devops.code_desk import CodeDesk
from console.lab.outside.azure_devops.note_shape import CLOSED, KIND, OPEN, NoteShape, item_number
from console.lab.outside.azure_devops.reply import refused, wrapped
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.lab_project import LabIssue, LabProject
from console.lab.outside.lab_server import ServerContext

_PLACE = "{project}/_apis/wit"
_IN = re.compile(r"\[System\.(WorkItemType|State)\]\s+(NOT\s+IN|IN)\s*\(([^)]*)\)", re.IGNORECASE)
_NAME = re.compile(r"'((?:[^']|'')*)'")
_PATCH = "application/json-patch+json"
_STATES = (OPEN, "Doing", CLOSED)


class WorkDesk:
    """A work item belongs to a team project; the lab keeps it with one of the project's repositories."""

    def __init__(self, context: ServerContext, code: CodeDesk, shape: NoteShape) -> None:
        self._context = context
        self._code = code
        self._shape = shape

    def routes(self) -> Mapping[str, Answerer]:
        """Return what is answered here."""
        return {
            f"GET {_PLACE}/workitemtypes": self._types,
            f"POST {_PLACE}/wiql": self._query,
            f"GET {_PLACE}/workitems": self._items,
            f"GET {_PLACE}/workitems/{{id}}": self._item,
            f"POST {_PLACE}/workitems/{{type}}": self._open,
            f"PATCH {_PLACE}/workitems/{{id}}": self._change,
        }

    def _all(self, call: ApiCall) -> Iterator[tuple[LabProject, LabIssue]]:
        for project in self._code.of_team(call.path["project"]):
            for issue in project.issues:
                yield project, issue

    def _found(self, call: ApiCall, number: str) -> tuple[LabProject, LabIssue]:
        for project, issue in self._all(call):
            if str(item_number(project, issue)) == number:
                return project, issue
        message = f"TF401232: Work item {number} does not exist, or you do not have permissions to read it."
        raise refused(404, message, "WorkItemUnauthorizedAccessException")

    async def _types(self, call: ApiCall) -> ApiReply:
        self._code.of_team(call.path["project"])
        return wrapped([self._shape.work_item_type()])

    async def _query(self, call: ApiCall) -> ApiReply:
        text = str(call.body.get("query", ""))
        if not text.upper().startswith("SELECT "):
            raise refused(400, "TF51006: The query statement is missing a SELECT clause.", "QueryException")
        found = [pair for pair in self._all(call) if _is_asked_for(text, pair[1])]
        found.sort(key=lambda pair: -pair[1].updated_s)
        numbers = [item_number(*pair) for pair in found[: call.number("$top", 20_000, 20_000)]]
        items = [{"id": number, "url": f"{call.request.url.origin()}/_apis/wit/{number}"} for number in numbers]
        return ApiReply({"queryType": "flat", "queryResultType": "workItem", "workItems": items})

    async def _items(self, call: ApiCall) -> ApiReply:
        numbers, fields = call.query("ids").split(","), _names(call)
        return wrapped([self._shape.work_item(*self._found(call, one), fields) for one in numbers])

    async def _item(self, call: ApiCall) -> ApiReply:
        return ApiReply(self._shape.work_item(*self._found(call, call.path["id"]), _names(call)))

    async def _open(self, call: ApiCall) -> ApiReply:
        if call.path["type"] != f"${KIND}":
            message = f"VS402323: Work item type {call.path['type'][1:]} does not exist in project."
            raise refused(404, message, "WorkItemTypeNotFoundException")
        fields = await _patched(call)
        if not fields.get("System.Title"):
            raise refused(400, "TF401320: Rule Error for field Title. Error code: Required.", "RuleValidationException")
        project = self._code.of_team(call.path["project"])[0]
        labels = [one.strip() for one in str(fields.get("System.Tags", "")).split(";") if one.strip()]
        body = str(fields.get("System.Description", ""))
        issue = project.open_issue(str(fields["System.Title"]), body, labels, self._context.now_s())
        return ApiReply(self._shape.work_item(project, issue, []))

    async def _change(self, call: ApiCall) -> ApiReply:
        project, issue = self._found(call, call.path["id"])
        state = (await _patched(call)).get("System.State", OPEN if issue.is_open else CLOSED)
        if state not in _STATES:
            message = "TF401320: Rule Error for field State. Error code: HasValues, LimitedToValues."
            raise refused(400, message, "RuleValidationException")
        issue.is_open = state != CLOSED
        issue.updated_s = self._context.now_s()
        return ApiReply(self._shape.work_item(project, issue, []))


async def _patched(call: ApiCall) -> dict[str, Any]:
    """Return the fields that a JSON patch sets."""
    if call.request.headers.get("Content-Type", "") != _PATCH:
        raise refused(415, "The request indicated a Content-Type that is not supported. Use a valid JSON patch.")
    return {str(one.get("path", "")).removeprefix("/fields/"): one.get("value") for one in call.body.get("items", ())}


def _is_asked_for(query: str, issue: LabIssue) -> bool:
    facts = {"workitemtype": KIND, "state": OPEN if issue.is_open else CLOSED}
    for field, word, names in _IN.findall(query):
        listed = {name.replace("''", "'") for name in _NAME.findall(names)}
        if (facts[field.lower()] in listed) is (word.upper() != "IN"):
            return False
    return True


def _names(call: ApiCall) -> list[str]:
    return [name for name in call.query("fields").split(",") if name]
