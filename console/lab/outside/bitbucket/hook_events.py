"""What Bitbucket tells webhooks: pushes and changes of what is attached, signed where a secret is set."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from typing import Any

from console.lab.outside.bitbucket.shape import USER, BitbucketShape, identifier
from console.lab.outside.forge.hook import HookSender
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.pushed_commits import pushed_commits
from console.lab.outside.git.smart_http import PushedRef

_MOST_COMMITS = 5


class HookEvents:
    """Builds the bodies and hands them to the sender."""

    def __init__(self, sender: HookSender, shape: BitbucketShape) -> None:
        self._sender = sender
        self._shape = shape

    def tell(self, project: LabProject, event: str, more: Mapping[str, Any]) -> None:
        """Tell every webhook that wants the event."""
        body = {
            "actor": {"type": "user", "display_name": USER},
            "repository": self._shape.repository(project),
            **more,
        }
        content = json.dumps(body).encode()
        for hook in project.hooks:
            if event in hook.events:
                headers = {
                    "Content-Type": "application/json",
                    "User-Agent": "Bitbucket-Webhooks/2.0",
                    "X-Event-Key": event,
                    "X-Hook-UUID": identifier("hook", hook.id).strip("{}"),
                    "X-Request-UUID": str(uuid.uuid4()),
                }
                if hook.secret:
                    digest = hmac.new(hook.secret.encode(), content, hashlib.sha256).hexdigest()
                    headers["X-Hub-Signature"] = f"sha256={digest}"
                self._sender.send(hook, event, content, headers)

    async def tell_push(self, project: LabProject, pushed: PushedRef) -> None:
        """Tell that a branch moved, with the newest commits that it has more."""
        commits = await pushed_commits(project, pushed, _MOST_COMMITS)
        new = await self._target(project, pushed.branch, pushed.after)
        change = {
            "new": new,
            "old": await self._target(project, pushed.branch, pushed.before),
            "created": not pushed.before,
            "closed": not pushed.after,
            "forced": False,
            "truncated": False,
            "commits": [self._shape.commit(project, one) for one in commits],
        }
        self.tell(project, "repo:push", {"push": {"changes": [change]}})

    async def _target(self, project: LabProject, branch: str, sha: str) -> dict[str, Any] | None:
        if not sha:
            return None
        (commit,) = await project.repository.commits(sha, 1)
        return {"type": "branch", "name": branch, "target": self._shape.commit(project, commit)}
