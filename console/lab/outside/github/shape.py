"""JSON of GitHub's objects that are about a repository and its commits."""

import hashlib
from typing import Any

from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.git.git_commit import GitChange, GitCommit, GitComparison
from console.lab.outside.git.history_plan import MAIN

OWNER = "newsletter"
USER = "lab-operator"
API = "/api/v3"
_REPOSITORY_LINKS = (
    *("archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents"),
    *("contributors", "deployments", "downloads", "events", "forks", "git_commits", "git_refs", "git_tags", "hooks"),
    *("issue_comment", "issue_events", "issues", "keys", "labels", "languages", "merges", "milestones"),
    *("notifications", "pulls", "releases", "stargazers", "statuses", "subscribers", "subscription", "tags"),
    *("teams", "trees"),
)
_PERSON_LINKS = (
    *("events", "followers", "following", "gists", "organizations", "received_events", "repos", "starred"),
    "subscriptions",
)


def digest(*facts: object) -> str:
    """Return an id in the form of those that GitHub gives to everything."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]


class GitHubShape:
    """``url`` is the server's address without a path."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.api = f"{url}{API}"

    def person(self, login: str) -> dict[str, Any]:
        """Return an account."""
        links = {f"{name}_url": f"{self.api}/users/{login}/{name}" for name in _PERSON_LINKS}
        return {
            "login": login,
            "id": int(digest(login)[:6], 16),
            "node_id": digest("person", login),
            "avatar_url": f"{self.url}/avatars/{login}",
            "gravatar_id": "",
            "url": f"{self.api}/users/{login}",
            "html_url": f"{self.url}/{login}",
            **links,
            "type": "Organization" if login == OWNER else "User",
            "site_admin": False,
        }

    def repository(self, project: LabProject) -> dict[str, Any]:
        """Return a repository in its full form."""
        here, web = self.place(project), f"{self.url}/{project.path}"
        links = {f"{name}_url": f"{here}/{name.replace('_', '/')}" for name in _REPOSITORY_LINKS}
        history = project.repository.history
        open_issues = sum(issue.is_open for issue in project.issues)
        return {
            "id": project.id,
            "node_id": digest("repository", project.path),
            "name": project.plan.name,
            "full_name": project.path,
            "owner": self.person(OWNER),
            "private": True,
            "visibility": "private",
            "html_url": web,
            "description": project.plan.description,
            "fork": False,
            "url": here,
            **links,
            "clone_url": f"{web}.git",
            "git_url": f"{web}.git".replace("http://", "git://"),
            "ssh_url": f"git@127.0.0.1:{project.path}.git",
            "svn_url": web,
            "mirror_url": None,
            "default_branch": MAIN,
            "homepage": None,
            "language": project.plan.language,
            "license": None,
            **dict.fromkeys(("forks", "forks_count", "stargazers_count", "watchers", "watchers_count"), 0),
            **dict.fromkeys(("network_count", "subscribers_count"), 0),
            **dict.fromkeys(("has_issues",), True),
            **dict.fromkeys(("has_projects", "has_wiki", "has_pages", "has_discussions", "has_downloads"), False),
            **dict.fromkeys(("archived", "disabled"), False),
            "open_issues": open_issues,
            "open_issues_count": open_issues,
            "size": 64 + len(history.commits) * 2,
            "pushed_at": time_text(project.pushed_s),
            "created_at": time_text(history.began_at_s),
            "updated_at": time_text(project.pushed_s),
            "permissions": {"admin": True, "maintain": True, "push": True, "triage": True, "pull": True},
        }

    def branch(self, project: LabProject, name: str, sha: str) -> dict[str, Any]:
        """Return a branch; the main one is protected."""
        return {
            "name": name,
            "commit": {"sha": sha, "url": f"{self.place(project)}/commits/{sha}"},
            "protected": name == MAIN,
        }

    def commit(self, project: LabProject, one: GitCommit) -> dict[str, Any]:
        """Return a commit; its people have no accounts."""
        here = f"{self.place(project)}/commits/{one.sha}"
        return {
            "url": here,
            "sha": one.sha,
            "node_id": digest("commit", one.sha),
            "html_url": f"{self.url}/{project.path}/commit/{one.sha}",
            "comments_url": f"{here}/comments",
            "commit": {
                "url": f"{self.place(project)}/git/commits/{one.sha}",
                "message": one.message,
                "author": {"name": one.author, "email": one.mail, "date": time_text(one.authored_s)},
                "committer": {"name": one.author, "email": one.mail, "date": time_text(one.committed_s)},
                "comment_count": 0,
                "tree": {"sha": one.tree, "url": f"{self.place(project)}/git/trees/{one.tree}"},
            },
            "author": None,
            "committer": None,
            "parents": [{"sha": sha, "url": f"{self.place(project)}/commits/{sha}"} for sha in one.parents],
        }

    def comparison(self, project: LabProject, span: str, one: GitComparison, most: int) -> dict[str, Any]:
        """Return a comparison; commits are oldest first, at most ``most`` of them."""
        here, web = f"{self.place(project)}/compare/{span}", f"{self.url}/{project.path}/compare/{span}"
        ahead = len(one.commits)
        status = ("diverged" if one.behind else "ahead") if ahead else ("behind" if one.behind else "identical")
        return {
            "url": here,
            "html_url": web,
            "permalink_url": web,
            "diff_url": f"{web}.diff",
            "patch_url": f"{web}.patch",
            "base_commit": self.commit(project, one.base),
            "merge_base_commit": self.commit(project, one.merge_base),
            "status": status,
            "ahead_by": ahead,
            "behind_by": one.behind,
            "total_commits": ahead,
            "commits": [self.commit(project, each) for each in reversed(one.commits)][:most],
            "files": [self._file(project, each) for each in one.files[:300]],
        }

    def _file(self, project: LabProject, one: GitChange) -> dict[str, Any]:
        web = f"{self.url}/{project.path}"
        found = {
            "sha": digest("blob", one.path),
            "filename": one.path,
            "status": one.kind,
            "additions": one.added,
            "deletions": one.deleted,
            "changes": one.added + one.deleted,
            "blob_url": f"{web}/blob/{MAIN}/{one.path}",
            "raw_url": f"{web}/raw/{MAIN}/{one.path}",
            "contents_url": f"{self.place(project)}/contents/{one.path}",
        }
        return found | ({"previous_filename": one.old_path} if one.old_path else {})

    def place(self, project: LabProject) -> str:
        """Return the repository's address in the API."""
        return f"{self.api}/repos/{project.path}"
