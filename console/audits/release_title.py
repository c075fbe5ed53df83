"""Whether the title of a commit says that it makes a release, which goes its own way to the default branch."""

import re

_VERSION = r"v?\d+\.\d+[\w.+-]*"
_RELEASE = re.compile(
    rf"^(\w+(\([\w-]+\))?!?: )?({_VERSION}"
    r"|((prepare|cut|tag|make|start|begin|set|bump|update) )?((for|to) )?(the |a )?((new|next|package|project) )?"
    rf"(release|version)( (of|number|bump))?( (?!notes)[\w-]+)??( from {_VERSION})?( (to|for))? {_VERSION}"
    rf"|bump( to)? {_VERSION}"
    r"|(bump (the )?version|version bump|(prepare|prep|start|begin) (for )?(the )?(next )?"
    r"(release|(development|dev) (iteration|cycle|version))|back to development))"
    r"\.?( release)?\s*(\[[^\]]*\]\s*)*$|^\[maven-release-plugin\] |^chore\(release\)",
    re.I,
)


def is_release_title(subject: str) -> bool:
    """Return whether a version is released or begun: those words alone, so that “Release the lock” is none."""
    return bool(_RELEASE.match(subject.strip()))
