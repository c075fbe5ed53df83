"""JSON of GitLab's objects."""

from typing import Any

from console.lab.outside.forge.ci_run import CiRun
from console.lab.outside.forge.hook import Hook
from console.lab.outside.forge.lab_project import LabIssue, LabProject, LabStatus
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.git_commit import GitChange, GitCommit
from console.lab.outside.git.history_plan import MAIN

GROUP = "newsletter"
USER = "lab-operator"
API = "/api/v4"
PIPELINE_STATES = {"queued": "pending", "failure": "failed", "cancelled": "canceled"}
HOOK_EVENTS = (
    *("push_events", "tag_push_events", "merge_requests_events", "issues_events", "note_events"),
    *("confidential_issues_events", "confidential_note_events", "job_events", "pipeline_events"),
    *("wiki_page_events", "deployment_events", "releases_events"),
)
_SOURCES = {"workflow_dispatch": "api"}


class GitLabShape:
    """``url`` is the server's address without a path."""

    def __init__(self, url: str) -> None:
        self.url = url

    def person(self, name: str) -> dict[str, Any]:
        """Return an account."""
        username = name.lower().replace(" ", "-")
        return {
            "id": sum(map(ord, username)),
            "username": username,
            "name": name,
            "state": "active",
            "locked": False,
            "avatar_url": f"{self.url}/uploads/{username}.png",
            "web_url": f"{self.url}/{username}",
        }

    def project(self, project: LabProject) -> dict[str, Any]:
        """Return a project with the access that the account has to it."""
        plan, history, web = project.plan, project.repository.history, self.web(project)
        return {
            "id": project.id,
            "description": plan.description,
            "name": plan.name,
            "name_with_namespace": " / ".join(project.path.split("/")),
            "path": plan.name,
            "path_with_namespace": project.path,
            "created_at": time_text(history.began_at_s),
            "default_branch": MAIN,
            "tag_list": [],
            "topics": [],
            "ssh_url_to_repo": f"git@127.0.0.1:{project.path}.git",
            "http_url_to_repo": f"{web}.git",
            "web_url": web,
            "readme_url": f"{web}/-/blob/{MAIN}/README.md",
            "forks_count": 0,
            "avatar_url": None,
            "star_count": 0,
            "last_activity_at": time_text(project.pushed_s),
            "visibility": "private",
            "namespace": {
                "id": 1,
                "name": plan.group,
                "path": plan.group,
                "kind": "group",
                "full_path": project.path.rpartition("/")[0],
                "parent_id": None,
                "avatar_url": None,
                "web_url": f"{self.url}/groups/{project.path.rpartition('/')[0]}",
            },
            "archived": False,
            "empty_repo": False,
            "issues_enabled": True,
            "merge_requests_enabled": True,
            "jobs_enabled": True,
            "only_allow_merge_if_pipeline_succeeds": bool(project.habit.required_checks),
            "open_issues_count": sum(issue.is_open for issue in project.issues),
            "ci_config_path": "",
            "permissions": {
                "project_access": None,
                "group_access": {"access_level": 40, "notification_level": 3},
            },
        }

    def statistics(self, project: LabProject) -> dict[str, Any]:
        """Return the sizes of a project in bytes."""
        size = (64 + len(project.repository.history.commits) * 2) * 1024
        return {"commit_count": len(project.repository.history.commits), "storage_size": size, "repository_size": size}

    def branch(self, project: LabProject, name: str, commit: GitCommit) -> dict[str, Any]:
        """Return a branch; the main one is protected."""
        return {
            "name": name,
            "commit": self.commit(project, commit),
            "merged": False,
            "protected": name == MAIN,
            "developers_can_push": False,
            "developers_can_merge": False,
            "can_push": True,
            "default": name == MAIN,
            "web_url": f"{self.web(project)}/-/tree/{name}",
        }

    def commit(self, project: LabProject, one: GitCommit) -> dict[str, Any]:
        """Return a commit."""
        return {
            "id": one.sha,
            "short_id": one.sha[:8],
            "created_at": time_text(one.committed_s),
            "parent_ids": list(one.parents),
            "title": one.subject,
            "message": one.message,
            "author_name": one.author,
            "author_email": one.mail,
            "authored_date": time_text(one.authored_s),
            "committer_name": one.author,
            "committer_email": one.mail,
            "committed_date": time_text(one.committed_s),
            "trailers": {},
            "extended_trailers": {},
            "web_url": f"{self.web(project)}/-/commit/{one.sha}",
        }

    def diff(self, one: GitChange) -> dict[str, Any]:
        """Return a changed file without its text."""
        return {
            "old_path": one.old_path or one.path,
            "new_path": one.path,
            "a_mode": "100644",
            "b_mode": "100644",
            "new_file": one.kind == "added",
            "renamed_file": one.kind == "renamed",
            "deleted_file": one.kind == "removed",
            "diff": "",
        }

    def merge_request(self, project: LabProject, number: int, branch: str, head: GitCommit) -> dict[str, Any]:
        """Return an open merge request of a branch."""
        return {
            "id": project.id * 1000 + number,
            "iid": number,
            "project_id": project.id,
            "title": head.subject,
            "description": None,
            "state": "opened",
            "created_at": time_text(head.authored_s),
            "updated_at": time_text(head.committed_s),
            "merged_at": None,
            "closed_at": None,
            "target_branch": MAIN,
            "source_branch": branch,
            "author": self.person(head.author),
            "assignee": None,
            "source_project_id": project.id,
            "target_project_id": project.id,
            "labels": [],
            "draft": head.subject in {"wip", "more"},
            "merge_status": "can_be_merged",
            "sha": head.sha,
            "web_url": f"{self.web(project)}/-/merge_requests/{number}",
        }

    def pipeline(self, project: LabProject, one: CiRun, now_s: float) -> dict[str, Any]:
        """Return a pipeline as it is now."""
        state = one.state(now_s)
        return {
            "id": one.id,
            "iid": one.number,
            "project_id": project.id,
            "sha": one.sha,
            "ref": one.branch,
            "status": PIPELINE_STATES.get(state, state),
            "source": _SOURCES.get(one.event, one.event),
            "created_at": time_text(one.created_s),
            "updated_at": time_text(one.changed_s(now_s)),
            "web_url": f"{self.web(project)}/-/pipelines/{one.id}",
        }

    def status(self, sha: str, one: LabStatus) -> dict[str, Any]:
        """Return a status of a commit; its state is in GitLab's own words already."""
        return {
            "id": one.id,
            "sha": sha,
            "ref": MAIN,
            "status": one.state,
            "name": one.context,
            "target_url": one.url or None,
            "description": one.description or None,
            "created_at": time_text(one.at_s),
            "started_at": None,
            "finished_at": time_text(one.at_s),
            "allow_failure": False,
            "coverage": None,
            "author": self.person(USER),
        }

    def hook(self, project: LabProject, one: Hook) -> dict[str, Any]:
        """Return a webhook; nothing tells its token."""
        return {
            "id": one.id,
            "url": one.url,
            "name": None,
            "description": None,
            "created_at": time_text(one.created_s),
            "project_id": project.id,
            "enable_ssl_verification": bool(one.settings.get("enable_ssl_verification", True)),
            "alert_status": "executable",
            "disabled_until": None,
            "url_variables": [],
            **{name: name in one.events for name in HOOK_EVENTS},
        }

    def issue(self, project: LabProject, one: LabIssue) -> dict[str, Any]:
        """Return an issue."""
        return {
            "id": project.id * 1000 + one.number,
            "iid": one.number,
            "project_id": project.id,
            "title": one.title,
            "description": one.body,
            "state": "opened" if one.is_open else "closed",
            "created_at": time_text(one.created_s),
            "updated_at": time_text(one.updated_s),
            "closed_at": None if one.is_open else time_text(one.updated_s),
            "closed_by": None,
            "labels": one.labels,
            "milestone": None,
            "author": self.person(USER),
            "assignee": None,
            "type": "ISSUE",
            "issue_type": "issue",
            "confidential": False,
            "discussion_locked": None,
            "web_url": f"{self.web(project)}/-/issues/{one.number}",
        }

    def web(self, project: LabProject) -> str:
        """Return where a browser would find the project."""
        return f"{self.url}/{project.path}"
