"""Addresses below the API's root, made of names that others chose."""

from urllib.parse import quote


def below(root: str, *names: str) -> str:
    """Return ``root`` with one more segment per name; whatever a name contains, it stays one segment."""
    return "/".join((root, *(_segment(name) for name in names)))


def _segment(name: str) -> str:
    return name.replace(".", "%2E") if name in {".", ".."} else quote(name, safe="")
