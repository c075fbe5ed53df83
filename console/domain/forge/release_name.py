"""Which names of tags mean a release."""

import re

_RELEASE = re.compile(r"(?:[\w.-]+[@/-])?(?:release[-/])?[vVrR]?\d+(?:\.\d+){1,3}(?:[.+-]?[0-9A-Za-z.+-]*)?")


def is_release_name(name: str) -> bool:
    """Return whether a tag's name holds a version: v1.2.0, 1.2, api@2.0.1, release-1.4.0-rc.1."""
    return _RELEASE.fullmatch(name) is not None
