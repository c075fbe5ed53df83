"""Addresses below the API's root: a project's path is one part, its slashes escaped."""

from urllib.parse import quote

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t


def place_of(path: str, *rest: str) -> str:
    """Return the address of something of a project; ``rest`` must be escaped."""
    parts = path.split("/")
    if len(parts) < 2 or any(one in {"", ".", ".."} or not one.isprintable() for one in parts):
        raise ConnectorError(
            ErrorKind.NOT_FOUND,
            t("“{path}” is not the path of a repository there.", path=path),
            t("Write it as {example}.", example="group/project"),
        )
    return "/".join(("projects", quote(path, safe=""), *rest))
