"""What GitHub tells webhooks, signed where a secret is set."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from typing import Any

from console.lab.outside.forge.hook import Hook, HookSender
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.pushed_commits import pushed_commits
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.git_commit import GitCommit
from console.lab.outside.git.smart_http import PushedRef
from console.lab.outside.github.shape import USER, GitHubShape

_NOTHING = "0" * 40


class HookEvents:
    """Builds the bodies and hands them to the sender."""

    def __init__(self, sender: HookSender, shape: GitHubShape) -> None:
        self._sender = sender
        self._shape = shape

    def tell(self, project: LabProject, event: str, more: Mapping[str, Any]) -> None:
        """Tell every webhook that wants the event."""
        for hook in project.hooks:
            if {event, "*"} & set(hook.events):
                self._send(project, hook, event, more)

    def ping(self, project: LabProject, hook: Hook) -> None:
        """Tell a new webhook that it is there."""
        self._send(project, hook, "ping", {"zen": "Anything added dilutes everything else.", "hook_id": hook.id})

    async def tell_push(self, project: LabProject, pushed: PushedRef) -> None:
        """Tell that a branch moved, with the commits that it has more."""
        commits = await pushed_commits(project, pushed)
        told = [self._commit(project, one) for one in reversed(commits)]
        body = {
            "ref": f"refs/heads/{pushed.branch}",
            "before": pushed.before or _NOTHING,
            "after": pushed.after or _NOTHING,
            "created": not pushed.before,
            "deleted": not pushed.after,
            "forced": False,
            "base_ref": None,
            "compare": f"{self._shape.url}/{project.path}/compare/{pushed.before[:12]}...{pushed.after[:12]}",
            "commits": told,
            "head_commit": told[-1] if told else None,
            "pusher": {"name": USER, "email": None},
        }
        self.tell(project, "push", body)

    def _commit(self, project: LabProject, one: GitCommit) -> dict[str, Any]:
        person = {"name": one.author, "email": one.mail}
        return {
            "id": one.sha,
            "tree_id": one.tree,
            "distinct": True,
            "message": one.message,
            "timestamp": time_text(one.committed_s),
            "url": f"{self._shape.url}/{project.path}/commit/{one.sha}",
            "author": person,
            "committer": person,
        }

    def _send(self, project: LabProject, hook: Hook, event: str, more: Mapping[str, Any]) -> None:
        sender = self._shape.person(USER)
        content = json.dumps({**more, "repository": self._shape.repository(project), "sender": sender}).encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "GitHub-Hookshot/lab",
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": str(uuid.uuid4()),
            "X-GitHub-Hook-ID": str(hook.id),
            "X-GitHub-Enterprise-Version": "3.19.0",
            "X-GitHub-Enterprise-Host": self._shape.url.partition("://")[2],
        }
        if hook.secret:
            digest = hmac.new(hook.secret.encode(), content, hashlib.sha256).hexdigest()
            headers["X-Hub-Signature-256"] = f"sha256={digest}"
        self._sender.send(hook, event, content, headers)
