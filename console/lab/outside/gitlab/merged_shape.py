"""JSON of GitLab's merged requests."""

from typing import Any

from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.merged_pull import MergedPull
from console.lab.outside.forge.time_text import time_text
from console.lab.outside.gitlab.shape import GitLabShape


def merged_request(shape: GitLabShape, project: LabProject, one: MergedPull) -> dict[str, Any]:
    """Return a merged request."""
    merged, person = time_text(one.merged_s), shape.person(one.merged_by)
    return shape.merge_request(project, one.number, one.branch, one.head) | {
        "author": shape.person(one.author),
        "state": "merged",
        "updated_at": merged,
        "merged_at": merged,
        "merge_commit_sha": one.merge.sha,
        "squash_commit_sha": None,
        "merge_user": person,
        "merged_by": person,
    }
