"""The custom pipelines that a repository's ``bitbucket-pipelines.yml`` offers for starting by hand."""

import yaml

from console.domain.forge.repository_note import Workflow

FILE = "bitbucket-pipelines.yml"
_MOST_BYTES = 512 * 1024
_MOST = 500


def custom_pipelines(content: bytes) -> tuple[Workflow, ...]:
    """Return them by name; a file that cannot be read as YAML offers nothing."""
    if len(content) > _MOST_BYTES:
        return ()
    try:
        found = yaml.safe_load(content)
    except (yaml.YAMLError, RecursionError, ValueError):
        return ()
    pipelines = found.get("pipelines") if isinstance(found, dict) else None
    custom = pipelines.get("custom") if isinstance(pipelines, dict) else None
    names = [name for name in custom if isinstance(name, str)] if isinstance(custom, dict) else []
    return tuple(Workflow(name, name, FILE) for name in names[:_MOST])
