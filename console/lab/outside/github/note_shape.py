"""JSON of what is attached to a repository of GitHub: pull requests, runs, statuses, webhooks, issues."""

from typing import Any

from console.lab.outside.forge.ci_run import CiRun
from console.lab.outside.forge.hook import Delivery, Hook
from console.lab.outside.forge.lab_project import LabIssue, LabProject, LabStatus
from console.lab.outside.forge.merged_pull import MergedPull
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.git_commit import GitCommit
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.github.shape import OWNER, USER, GitHubShape, digest

WORKFLOW = ".github/workflows/ci.yml"
_STATES = {
    "queued": ("queued", None),
    "running": ("in_progress", None),
    "success": ("completed", "success"),
    "failure": ("completed", "failure"),
    "cancelled": ("completed", "cancelled"),
}
_PULL_LINKS = ("comments", "commits", "statuses", "html", "issue", "review_comments", "review_comment", "self")


class NoteShape:
    """Everything is as of ``now_s`` where it changes with time."""

    def __init__(self, shape: GitHubShape) -> None:
        self._shape = shape

    def pull(self, project: LabProject, number: int, branch: str, head: GitCommit, base_sha: str) -> dict[str, Any]:
        """Return an open pull request of a branch."""
        here, web = f"{self._shape.place(project)}/pulls/{number}", f"{self._web(project)}/pull/{number}"
        repository = self._shape.repository(project)
        login = head.author.lower().replace(" ", "-")
        person = self._shape.person(login)

        def side(name: str, sha: str) -> dict[str, Any]:
            owner = self._shape.person(OWNER)
            return {"label": f"{OWNER}:{name}", "ref": name, "sha": sha, "repo": repository, "user": owner}

        return {
            "url": here,
            "id": project.id * 1000 + number,
            "node_id": digest("pull", project.path, number),
            "html_url": web,
            "diff_url": f"{web}.diff",
            "patch_url": f"{web}.patch",
            "issue_url": f"{self._shape.place(project)}/issues/{number}",
            "commits_url": f"{here}/commits",
            "review_comments_url": f"{here}/comments",
            "review_comment_url": f"{here}/comments{{/number}}",
            "comments_url": f"{self._shape.place(project)}/issues/{number}/comments",
            "statuses_url": f"{self._shape.place(project)}/statuses/{head.sha}",
            "number": number,
            "state": "open",
            "locked": False,
            "title": head.subject,
            "user": person,
            "body": None,
            "labels": [],
            "milestone": None,
            "draft": head.subject in {"wip", "more"},
            "created_at": time_text(head.authored_s),
            "updated_at": time_text(head.committed_s),
            "closed_at": None,
            "merged_at": None,
            "merge_commit_sha": None,
            "assignee": None,
            "head": side(branch, head.sha),
            "base": side(MAIN, base_sha),
            "_links": {name: {"href": here} for name in _PULL_LINKS},
            "author_association": "MEMBER",
            "auto_merge": None,
        }

    def merged(self, project: LabProject, one: MergedPull) -> dict[str, Any]:
        """Return a merged pull request as lists tell it."""
        shown = self.pull(project, one.number, one.branch, one.head, one.merge.parents[0])
        merged = time_text(one.merged_s)
        return shown | {
            "user": self._shape.person(one.author.lower().replace(" ", "-")),
            "state": "closed",
            "updated_at": merged,
            "closed_at": merged,
            "merged_at": merged,
            "merge_commit_sha": one.merge.sha,
        }

    def workflow(self, project: LabProject) -> dict[str, Any]:
        """Return the one workflow that every repository has."""
        number = project.id * 10
        began = time_text(project.repository.history.began_at_s)
        return {
            "id": number,
            "node_id": digest("workflow", project.path),
            "name": "CI",
            "path": WORKFLOW,
            "state": "active",
            "created_at": began,
            "updated_at": began,
            "url": f"{self._shape.place(project)}/actions/workflows/{number}",
            "html_url": f"{self._web(project)}/blob/{MAIN}/{WORKFLOW}",
            "badge_url": f"{self._web(project)}/workflows/CI/badge.svg",
        }

    def run(self, project: LabProject, one: CiRun, now_s: float) -> dict[str, Any]:
        """Return a workflow run as it is now."""
        here = f"{self._shape.place(project)}/actions/runs/{one.id}"
        status, conclusion = _STATES[one.state(now_s)]
        links = {f"{name}_url": f"{here}/{name}" for name in ("jobs", "logs", "cancel", "rerun", "artifacts")}
        repository = self._shape.repository(project)
        return {
            "id": one.id,
            "node_id": digest("run", one.id),
            "name": "CI",
            "head_branch": one.branch,
            "head_sha": one.sha,
            "path": WORKFLOW,
            "run_number": one.number,
            "event": one.event,
            "run_attempt": 1,
            "display_title": one.title,
            "status": status,
            "conclusion": conclusion,
            "workflow_id": project.id * 10,
            "url": here,
            "html_url": f"{self._web(project)}/actions/runs/{one.id}",
            "check_suite_url": f"{self._shape.place(project)}/check-suites/{one.id}",
            "workflow_url": f"{self._shape.place(project)}/actions/workflows/{project.id * 10}",
            **links,
            "pull_requests": [],
            "created_at": time_text(one.created_s),
            "run_started_at": time_text(one.started_s),
            "updated_at": time_text(one.changed_s(now_s)),
            "head_commit": None,
            "repository": repository,
            "head_repository": repository,
        }

    def check(self, project: LabProject, one: CiRun, now_s: float) -> dict[str, Any]:
        """Return the check run that a workflow run leaves at its commit."""
        status, conclusion = _STATES[one.state(now_s)]
        here = f"{self._shape.place(project)}/check-runs/{one.id}"
        web = f"{self._web(project)}/actions/runs/{one.id}"
        return {
            "id": one.id,
            "node_id": digest("check", one.id),
            "head_sha": one.sha,
            "name": "CI / test",
            "external_id": str(one.id),
            "url": here,
            "html_url": web,
            "details_url": web,
            "status": status,
            "conclusion": conclusion,
            "started_at": time_text(one.started_s) if status != "queued" else None,
            "completed_at": time_text(one.changed_s(now_s)) if status == "completed" else None,
            "check_suite": {"id": one.id},
            "output": {
                "title": None,
                "summary": None,
                "text": None,
                "annotations_count": 0,
                "annotations_url": f"{here}/annotations",
            },
            "app": None,
            "pull_requests": [],
        }

    def status(self, project: LabProject, sha: str, one: LabStatus) -> dict[str, Any]:
        """Return a commit status."""
        at = time_text(one.at_s)
        return {
            "url": f"{self._shape.place(project)}/statuses/{sha}",
            "avatar_url": f"{self._shape.url}/avatars/{USER}",
            "id": one.id,
            "node_id": digest("status", one.id),
            "state": one.state,
            "description": one.description,
            "target_url": one.url,
            "context": one.context,
            "created_at": at,
            "updated_at": at,
            "creator": self._shape.person(USER),
        }

    def hook(self, project: LabProject, one: Hook) -> dict[str, Any]:
        """Return a webhook; its secret as asterisks."""
        here = f"{self._shape.place(project)}/hooks/{one.id}"
        last = one.deliveries[0] if one.deliveries else None
        config = {"url": one.url, "content_type": one.settings.get("content_type", "form"), "insecure_ssl": "0"}
        return {
            "type": "Repository",
            "id": one.id,
            "name": "web",
            "active": one.active,
            "events": one.events,
            "config": config | ({"secret": "********"} if one.secret else {}),
            "created_at": time_text(one.created_s),
            "updated_at": time_text(one.created_s),
            "url": here,
            "test_url": f"{here}/test",
            "ping_url": f"{here}/pings",
            "deliveries_url": f"{here}/deliveries",
            "last_response": {
                "code": last.status if last else None,
                "status": "active" if last else "unused",
                "message": None,
            },
        }

    def delivery(self, one: Delivery) -> dict[str, Any]:
        """Return one try of a delivery."""
        return {
            "id": one.id,
            "guid": digest("delivery", one.id),
            "delivered_at": time_text(one.at_s),
            "redelivery": one.again,
            "duration": 0.1,
            "status": "OK" if 200 <= one.status < 300 else "failed to connect" if not one.status else "Invalid",
            "status_code": one.status,
            "event": one.event,
            "action": None,
            "installation_id": None,
            "repository_id": None,
        }

    def issue(self, project: LabProject, one: LabIssue) -> dict[str, Any]:
        """Return an issue."""
        here = f"{self._shape.place(project)}/issues/{one.number}"
        return {
            "id": project.id * 1000 + one.number,
            "node_id": digest("issue", project.path, one.number),
            "url": here,
            "repository_url": self._shape.place(project),
            "labels_url": f"{here}/labels",
            "comments_url": f"{here}/comments",
            "events_url": f"{here}/events",
            "html_url": f"{self._web(project)}/issues/{one.number}",
            "number": one.number,
            "state": "open" if one.is_open else "closed",
            "title": one.title,
            "body": one.body,
            "user": self._shape.person(USER),
            "labels": [{"id": len(name), "node_id": digest("label", name), "name": name} for name in one.labels],
            "assignee": None,
            "assignees": [],
            "milestone": None,
            "locked": False,
            "comments": 0,
            "closed_at": None if one.is_open else time_text(one.updated_s),
            "created_at": time_text(one.created_s),
            "updated_at": time_text(one.updated_s),
            "author_association": "MEMBER",
        }

    def _web(self, project: LabProject) -> str:
        return f"{self._shape.url}/{project.path}"


def whole_pull(told: dict[str, Any]) -> dict[str, Any]:
    """Return an open pull request as it is told alone; lists tell less of it."""
    counts = dict.fromkeys(("additions", "changed_files", "comments", "commits", "deletions", "review_comments"), 1)
    state = {"mergeable": None, "mergeable_state": "unknown", "merged": False, "maintainer_can_modify": False}
    return {**told, **counts, **state, "merged_by": None}
