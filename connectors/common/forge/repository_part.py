"""The parts of a repository's path, safe to be put into a request's address."""

from urllib.parse import quote

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t


def repository_parts(path: str, example: str) -> tuple[str, str]:
    """Return owner and name, escaped; raise ``ConnectorError`` for a path of another shape than ``example``."""
    parts = path.split("/")
    if len(parts) != 2 or any(one in {"", ".", ".."} or not one.isprintable() for one in parts):
        raise ConnectorError(
            ErrorKind.NOT_FOUND,
            t("“{path}” is not the path of a repository there.", path=path),
            t("Write it as {example}.", example=example),
        )
    return quote(parts[0], safe=""), quote(parts[1], safe="")
