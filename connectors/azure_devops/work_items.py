"""Work items of a project as issues: which kinds there are, which are open, and how one is closed."""

import html
from datetime import datetime
from urllib.parse import quote

from connectors.azure_devops import wire
from connectors.azure_devops.api import AzureApi
from connectors.azure_devops.words import is_ended
from connectors.common.unix_time import unix_s
from console.domain.forge.repository_note import Issue
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_WANTED = ("Issue", "Bug")
_FIELDS = ("System.Title", "System.State", "System.WorkItemType", "System.Tags", "System.ChangedDate")
_SELECT = "SELECT [System.Id] FROM WorkItems WHERE"  # WIQL; names of states and kinds are quoted below
_MOST_AT_ONCE = 200  # of the endpoint
_TITLE, _STATE, _TYPE, _TAGS, _CHANGED = _FIELDS
_BODIES = {"Bug": "Microsoft.VSTS.TCM.ReproSteps"}


class WorkItems:
    """Work items belong to a project, not to one of its repositories; ``web`` is the organization's page."""

    def __init__(self, api: AzureApi, web: str) -> None:
        self._api = api
        self._web = web

    async def open_ones(self, project: str, most: int) -> tuple[Issue, ...]:
        """Return the open issues and bugs, last changed first; ``project`` is escaped."""
        kinds = await self._kinds(project)
        ended = sorted({state.name for kind in kinds for state in kind.states or () if is_ended(state.category)})
        conditions = [
            "[System.TeamProject] = @project",
            f"[{_TYPE}] IN ({_quoted([kind.name for kind in kinds])})",
            *([f"[{_STATE}] NOT IN ({_quoted(ended)})"] if ended else []),
        ]
        query = f"{_SELECT} {' AND '.join(conditions)} ORDER BY [{_CHANGED}] DESC"
        found = await self._api.asked(f"{project}/_apis/wit/wiql", {"query": query}, wire.QueryResult, {"$top": most})
        numbers = [str(one.id) for one in found.work_items[:most]]
        issues: list[Issue] = []
        for begin in range(0, len(numbers), _MOST_AT_ONCE):
            part = ",".join(numbers[begin : begin + _MOST_AT_ONCE])
            items = await self._api.all(
                f"{project}/_apis/wit/workitems", wire.WorkItem, {"ids": part, "fields": ",".join(_FIELDS)}
            )
            issues.extend(self._issue(project, one, "open") for one in items)
        return tuple(issues)

    async def one(self, project: str, number: str) -> Issue:
        """Return a work item in any state."""
        item = await self._item(project, number)
        kind = await self._kind_of(project, item)
        ended = {state.name for state in kind.states or () if is_ended(state.category)}
        return self._issue(project, item, "closed" if item.fields.get(_STATE) in ended else "open")

    async def open(self, project: str, title: str, body: str, tags: tuple[str, ...]) -> str:
        """Open an issue, or a bug where the process knows no issues; return its number."""
        kind = (await self._kinds(project))[0].name
        fields = {_TITLE: title}
        if body:
            fields[_BODIES.get(kind, "System.Description")] = html.escape(body).replace("\n", "<br>")
        if tags:
            fields[_TAGS] = "; ".join(tags)
        place = f"{project}/_apis/wit/workitems/${quote(kind, safe='')}"
        made = await self._api.patched("POST", place, fields, wire.WorkItem)
        return str(made.id or "")

    async def move(self, project: str, number: str, *, to_open: bool) -> None:
        """Bring a work item into the first state of its kind that is open, or that is completed."""
        kind = await self._kind_of(project, await self._item(project, number))
        wanted = ("Proposed", "InProgress") if to_open else ("Completed",)
        names = [state.name for one in wanted for state in kind.states or () if state.category == one]
        if not names:
            raise _no_state(kind.name)
        await self._api.patched("PATCH", _place(project, number), {_STATE: names[0]}, wire.WorkItem)

    async def _item(self, project: str, number: str) -> wire.WorkItem:
        return await self._api.one(_place(project, number), wire.WorkItem, {"fields": ",".join(_FIELDS)})

    async def _kinds(self, project: str) -> list[wire.WorkItemType]:
        known = {one.name: one for one in await self._types(project) if not one.is_disabled}
        found = [known[name] for name in _WANTED if name in known]
        if not found:
            raise ConnectorError(
                ErrorKind.NOT_FOUND,
                t("The project has neither issues nor bugs among its work items."),
                t("Its process must have the work item type Issue or Bug."),
            )
        return found

    async def _kind_of(self, project: str, item: wire.WorkItem) -> wire.WorkItemType:
        name = str(item.fields.get(_TYPE, ""))
        return next((one for one in await self._types(project) if one.name == name), wire.WorkItemType(name))

    async def _types(self, project: str) -> tuple[wire.WorkItemType, ...]:
        return await self._api.all(f"{project}/_apis/wit/workitemtypes", wire.WorkItemType)

    def _issue(self, project: str, item: wire.WorkItem, state: str) -> Issue:
        tags = tuple(tag.strip() for tag in str(item.fields.get(_TAGS) or "").split(";") if tag.strip())
        page = item.links.html.href if item.links is not None and item.links.html is not None else ""
        return Issue(
            id=str(item.id or ""),
            title=str(item.fields.get(_TITLE) or ""),
            state=state,
            labels=tags,
            web_url=page or f"{self._web}/{project}/_workitems/edit/{item.id}",
            updated_at_s=_changed_s(item),
        )


def _changed_s(item: wire.WorkItem) -> float | None:
    try:
        return unix_s(datetime.fromisoformat(str(item.fields.get(_CHANGED, ""))))
    except ValueError:
        return None


def _place(project: str, number: str) -> str:
    if not number.isdigit():
        raise ConnectorError(
            ErrorKind.NOT_FOUND, t("{number} is no number of a work item.", number=number), t("Write e.g. 42.")
        )
    return f"{project}/_apis/wit/workitems/{number}"


def _quoted(names: list[str]) -> str:
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


def _no_state(kind: str) -> ConnectorError:
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("The states of the work item type {kind} are not known.", kind=kind),
        t("Change the state in Azure DevOps."),
    )
