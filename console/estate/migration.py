"""Lifting an estate of an older schema version to the current one, step by step, in memory."""

from collections.abc import Callable, Mapping
from typing import Any

from console.estate.schema.estate import CURRENT_VERSION
from console.kernel.i18n import t

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Mapping[int, Migration] = {}
"""By the version that is lifted by one. Version 1 is the first, so there is nothing older yet."""


def version_problem(data: Mapping[str, Any], current: int = CURRENT_VERSION) -> str:
    """Return a sentence when ``schema_version`` is none that this program reads, else an empty string."""
    version = data.get("schema_version", current)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        return t("expected a version number from 1 to {current}.", current=current)
    if version > current:
        return t(
            "the file has schema version {version}, but this Cell Console reads up to {current}; update Cell Console.",
            version=version,
            current=current,
        )
    return ""


def lifted(
    data: dict[str, Any], migrations: Mapping[int, Migration] = MIGRATIONS, current: int = CURRENT_VERSION
) -> dict[str, Any]:
    """Return ``data`` at the current version; ``data`` itself is not changed."""
    version = data.get("schema_version", current)
    while version < current:
        data = {**migrations[version](dict(data)), "schema_version": version + 1}
        version += 1
    return data
