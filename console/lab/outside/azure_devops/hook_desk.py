"""Service hooks: subscriptions to events, and telling them."""

import base64
import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from console.lab.outside.azure_devops.note_shape import NoteShape
from console.lab.outside.azure_devops.reply import moment, refused, wrapped
from console.lab.outside.azure_devops.shape import AzureShape, identifier, is_admin
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiReply
from console.lab.outside.forge.hook import Hook, HookSender
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.lab_projects import LabProjects
from console.lab.outside.forge.pushed_commits import pushed_commits
from console.lab.outside.git.smart_http import PushedRef
from console.lab.outside.lab_server import ServerContext

_PLACE = "_apis/hooks/subscriptions"
_NOTHING = "0" * 40


class HookDesk:
    """A hook is kept with its repository; it shows a user name and a password to its receiver, where it has them."""

    def __init__(
        self, context: ServerContext, projects: LabProjects, shape: AzureShape, notes: NoteShape, sender: HookSender
    ) -> None:
        self._context = context
        self._projects = projects
        self._shape = shape
        self._notes = notes
        self._sender = sender
        self._told = 0

    def routes(self) -> Mapping[str, Answerer]:
        """Return what is answered here."""
        return {
            f"GET {_PLACE}": self._list,
            f"POST {_PLACE}": self._create,
            f"DELETE {_PLACE}/{{id}}": self._delete,
        }

    def _all(self) -> Iterator[tuple[LabProject, Hook]]:
        for project in self._projects:
            for hook in project.hooks:
                yield project, hook

    async def _list(self, call: ApiCall) -> ApiReply:
        del call  # the lab has no other publishers and consumers to leave out
        return wrapped([self._notes.subscription(hook) for _, hook in self._all()])

    async def _create(self, call: ApiCall) -> ApiReply:
        body = call.body
        inputs, told = dict(body.get("publisherInputs") or {}), dict(body.get("consumerInputs") or {})
        project = self._of(inputs)
        url = str(told.get("url", ""))
        if body.get("consumerId") != "webHooks" or not url.startswith("http") or not body.get("eventType"):
            raise refused(400, "The subscription's inputs are not valid.", "SubscriptionInputException")
        if not is_admin(project):
            message = "Access denied: the permission to edit subscriptions is needed for this action."
            raise refused(403, message, "AccessCheckException")
        settings = {"publisherInputs": inputs, "consumerInputs": told}
        secret = str(told.get("basicAuthPassword") or "")
        events = [str(body["eventType"])]
        hook = Hook(project.new_id(), url, secret, events, True, self._context.now_s(), settings)
        project.hooks.append(hook)
        return ApiReply(self._notes.subscription(hook))

    def _of(self, inputs: Mapping[str, Any]) -> LabProject:
        """Return the repository that a subscription is about, or one of its project's."""
        for one in self._projects:
            is_of_project = identifier("project", one.path.partition("/")[0]) == inputs.get("projectId")
            wanted = inputs.get("repository") or identifier("repository", one.id)
            if is_of_project and wanted == identifier("repository", one.id):
                return one
        raise refused(
            400, "The project or repository of the subscription does not exist.", "SubscriptionInputException"
        )

    async def _delete(self, call: ApiCall) -> ApiReply:
        for project, hook in self._all():
            if identifier("hook", hook.id) == call.path["id"]:
                hook.active = False
                project.hooks.remove(hook)
                return ApiReply(status=204)
        raise refused(404, "The subscription does not exist.", "SubscriptionNotFoundException")

    async def tell_push(self, project: LabProject, pushed: PushedRef) -> None:
        """Tell that a branch moved."""
        update = {
            "name": f"refs/heads/{pushed.branch}",
            "oldObjectId": pushed.before or _NOTHING,
            "newObjectId": pushed.after or _NOTHING,
        }
        commits = [self._shape.commit(project, one) for one in await pushed_commits(project, pushed)]
        for hook in project.hooks:
            if hook.events == ["git.push"]:
                self._tell(hook, project, {"commits": commits, "refUpdates": [update]}, pushed)

    def _tell(self, hook: Hook, project: LabProject, resource: Mapping[str, Any], pushed: PushedRef) -> None:
        self._told += 1
        now_s = self._context.now_s()
        text = f"Lab User pushed updates to {project.plan.name}:{pushed.branch}."
        repository = self._shape.repository(project)
        body = {
            "subscriptionId": identifier("hook", hook.id),
            "notificationId": self._told,
            "id": str(uuid.uuid4()),
            "eventType": "git.push",
            "publisherId": "tfs",
            "message": {"text": text, "html": text, "markdown": text},
            "detailedMessage": {"text": text, "html": text, "markdown": text},
            "resource": {
                **resource,
                "repository": repository,
                "pushedBy": self._shape.person("Lab User"),
                "pushId": self._told,
                "date": moment(now_s),
            },
            "resourceVersion": "1.0",
            "resourceContainers": {"project": {"id": repository["project"]["id"]}},
            "createdDate": moment(now_s),
        }
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "VSServices/1.0"}
        if hook.secret:
            user = str(hook.settings["consumerInputs"].get("basicAuthUsername", ""))
            headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{hook.secret}".encode()).decode()
        self._sender.send(hook, "git.push", json.dumps(body).encode(), headers)
