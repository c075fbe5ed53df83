"""What GitLab tells webhooks; the secret goes along in plain, as GitLab does."""

import json
import uuid
from typing import Any

from console.lab.outside.forge.hook import HookSender
from console.lab.outside.forge.lab_project import LabIssue, LabProject
from console.lab.outside.forge.pushed_commits import pushed_commits
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.git_commit import GitCommit
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.git.smart_http import PushedRef
from console.lab.outside.gitlab.shape import USER, GitLabShape

_NOTHING = "0" * 40


class HookEvents:
    """Builds the bodies and hands them to the sender."""

    def __init__(self, sender: HookSender, shape: GitLabShape) -> None:
        self._sender = sender
        self._shape = shape

    async def tell_push(self, project: LabProject, pushed: PushedRef) -> None:
        """Tell that a branch moved, with the commits that it has more, oldest first."""
        commits = await pushed_commits(project, pushed)
        body = {
            "object_kind": "push",
            "event_name": "push",
            "before": pushed.before or _NOTHING,
            "after": pushed.after or _NOTHING,
            "ref": f"refs/heads/{pushed.branch}",
            "ref_protected": pushed.branch == MAIN,
            "checkout_sha": pushed.after or None,
            "user_username": USER,
            "project_id": project.id,
            "commits": [self._commit(project, one) for one in reversed(commits)],
            "total_commits_count": len(commits),
        }
        self._tell(project, "push_events", "Push Hook", body)

    def tell_issue(self, project: LabProject, action: str, issue: LabIssue) -> None:
        """Tell that an issue was opened, closed or opened again."""
        found = self._shape.issue(project, issue)
        body = {"object_kind": "issue", "event_type": "issue", "object_attributes": {**found, "action": action}}
        self._tell(project, "issues_events", "Issue Hook", body)

    def _commit(self, project: LabProject, one: GitCommit) -> dict[str, Any]:
        return {
            "id": one.sha,
            "message": one.message,
            "title": one.subject,
            "timestamp": time_text(one.committed_s),
            "url": f"{self._shape.web(project)}/-/commit/{one.sha}",
            "author": {"name": one.author, "email": one.mail},
        }

    def _tell(self, project: LabProject, event: str, title: str, body: dict[str, Any]) -> None:
        known = self._shape.project(project)
        about = {key: known[key] for key in ("id", "name", "description", "web_url", "path_with_namespace")}
        about |= {"default_branch": MAIN, "git_http_url": known["http_url_to_repo"]}
        content = json.dumps({**body, "project": about}).encode()
        for hook in project.hooks:
            if event not in hook.events:
                continue
            delivery = str(uuid.uuid4())
            headers = {
                "Content-Type": "application/json",
                "User-Agent": "GitLab/18.5.0",
                "X-Gitlab-Event": title,
                "X-Gitlab-Event-UUID": delivery,
                "X-Gitlab-Instance": self._shape.url,
                "Idempotency-Key": delivery,
            }
            if hook.secret:
                headers["X-Gitlab-Token"] = hook.secret
            self._sender.send(hook, event, content, headers)
