"""What is attached to the lab's projects, as Azure DevOps shows it: builds, statuses, service hooks, work items."""

from typing import Any
from urllib.parse import quote

from console.lab.outside.azure_devops.reply import moment, without_nothing
from console.lab.outside.azure_devops.shape import AzureShape, identifier
from console.lab.outside.forge.ci_run import CiRun, times_of
from console.lab.outside.forge.hook import Hook
from console.lab.outside.forge.lab_project import LabIssue, LabProject, LabStatus

OPEN, CLOSED = "To Do", "Done"
KIND = "Issue"
_STATUSES = {"pending": "pending", "success": "succeeded", "failure": "failed", "error": "error"}
_BUILDS = {"queued": "notStarted", "running": "inProgress"}
_RESULTS = {"success": "succeeded", "failure": "failed", "cancelled": "canceled"}
_REASONS = {"push": "individualCI", "schedule": "schedule"}
_MASK = "********"
_ITEMS = 1000


def build_number(project: LabProject, run: CiRun) -> int:
    """Return a build's number, which counts over the whole organization and fits into 32 bits."""
    return run.number % 10_000_000 * 100 + project.id % 100


def item_number(project: LabProject, issue: LabIssue) -> int:
    """Return a work item's number, which counts over the whole organization."""
    return project.id * _ITEMS + issue.number


class NoteShape:
    """``url`` is the organization's address, ``shape`` shows the projects."""

    def __init__(self, url: str, shape: AzureShape) -> None:
        self._url = url
        self._shape = shape

    def definition(self, project: LabProject) -> dict[str, Any]:
        """Return the pipeline of a repository; pipelines and build definitions are the same."""
        team, _, name = project.path.partition("/")
        return {
            "id": project.id,
            "name": f"{name} CI",
            "path": "\\",
            "type": "build",
            "queueStatus": "enabled",
            "revision": 1,
            "project": self._shape.project(team),
            "url": f"{self._url}/{identifier('project', team)}/_apis/build/Definitions/{project.id}",
        }

    def build(self, project: LabProject, run: CiRun, now_s: float) -> dict[str, Any]:
        """Return a build as it is now."""
        team = project.path.partition("/")[0]
        state = run.state(now_s)
        began_s, ended_s = times_of(run, now_s)
        page = f"{self._url}/{quote(team)}/_build/results?buildId={build_number(project, run)}"
        return without_nothing(
            {
                "_links": {"web": {"href": page}},
                "id": build_number(project, run),
                "buildNumber": run.title if run.title.startswith("audit-") else str(run.number),
                "status": _BUILDS.get(state, "completed"),
                "result": _RESULTS.get(state),
                "queueTime": moment(run.created_s),
                "startTime": moment(began_s),
                "finishTime": moment(ended_s),
                "reason": _REASONS.get(run.event, "manual"),
                "sourceBranch": f"refs/{'tags' if run.title.startswith('Release ') else 'heads'}/{run.branch}",
                "sourceVersion": run.sha,
                "definition": self.definition(project),
                "project": self._shape.project(team),
                "repository": {"id": identifier("repository", project.id), "type": "TfsGit"},
                "url": f"{self._url}/{quote(team)}/_apis/build/Builds/{build_number(project, run)}",
            }
        )

    def run(self, project: LabProject, run: CiRun, now_s: float) -> dict[str, Any]:
        """Return a pipeline's run, as the answer to starting it."""
        team, _, name = project.path.partition("/")
        place = f"{self._url}/{quote(team)}/_apis/pipelines/{project.id}"
        ended = run.state(now_s) not in {"queued", "running"}
        return {
            "id": build_number(project, run),
            "name": str(run.number),
            "state": "completed" if ended else "inProgress",
            "createdDate": moment(run.created_s),
            "url": f"{place}/runs/{build_number(project, run)}",
            "pipeline": {"id": project.id, "name": f"{name} CI", "folder": "\\", "revision": 1, "url": place},
        }

    def status(self, one: LabStatus) -> dict[str, Any]:
        """Return a commit status."""
        genre, _, name = one.context.rpartition("/")
        return {
            "id": one.id,
            "state": _STATUSES.get(one.state, "notSet"),
            "description": one.description,
            "context": {"name": name, **({"genre": genre} if genre else {})},
            "creationDate": moment(one.at_s),
            "updatedDate": moment(one.at_s),
            "createdBy": self._shape.person("Lab User"),
            **({"targetUrl": one.url} if one.url else {}),
        }

    def subscription(self, one: Hook) -> dict[str, Any]:
        """Return a service hook; its password is masked."""
        inputs = dict(one.settings["consumerInputs"])
        if "basicAuthPassword" in inputs:
            inputs["basicAuthPassword"] = _MASK
        number = identifier("hook", one.id)
        return {
            "id": number,
            "url": f"{self._url}/_apis/hooks/subscriptions/{number}",
            "status": "enabled" if one.active else "disabledByUser",
            "publisherId": "tfs",
            "eventType": one.events[0],
            "resourceVersion": "1.0",
            "consumerId": "webHooks",
            "consumerActionId": "httpRequest",
            "actionDescription": "To host",
            "createdBy": self._shape.person("Lab User"),
            "createdDate": moment(one.created_s),
            "publisherInputs": one.settings["publisherInputs"],
            "consumerInputs": inputs,
        }

    def work_item_type(self) -> dict[str, Any]:
        """Return the kind of work items of the lab's process, which is Azure DevOps' basic one."""
        states = (("To Do", "Proposed"), ("Doing", "InProgress"), ("Done", "Completed"))
        return {
            "name": KIND,
            "referenceName": "Microsoft.VSTS.WorkItemTypes.Issue",
            "description": "Track an obstacle to progress.",
            "color": "B4009E",
            "isDisabled": False,
            "states": [{"name": name, "color": "b2b2b2", "category": category} for name, category in states],
            "url": f"{self._url}/_apis/wit/workItemTypes/{KIND}",
        }

    def work_item(self, project: LabProject, one: LabIssue, fields: list[str]) -> dict[str, Any]:
        """Return a work item with the fields that were asked for (all without names)."""
        team = project.path.partition("/")[0]
        number = item_number(project, one)
        content = {
            "System.Id": number,
            "System.TeamProject": team,
            "System.WorkItemType": KIND,
            "System.State": OPEN if one.is_open else CLOSED,
            "System.Title": one.title,
            "System.Description": one.body,
            "System.Tags": "; ".join(one.labels),
            "System.CreatedDate": moment(one.created_s),
            "System.ChangedDate": moment(one.updated_s),
        }
        shown = {name: value for name, value in content.items() if value and (not fields or name in fields)}
        page = f"{self._url}/{quote(team)}/_workitems/edit/{number}"
        links = {"_links": {"html": {"href": page}}} if not fields else {}
        return {
            "id": number,
            "rev": 1,
            "fields": shown,
            "url": f"{self._url}/_apis/wit/workItems/{number}",
            **links,
        }
