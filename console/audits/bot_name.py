"""Which accounts are programs, by what they are called."""

import re

_BOT = re.compile(
    r"\[bot\]$|[-_ ]bot$|^bot[-_]|^(project|group)_\d+_bot(_\w+)?$"  # the last: access tokens of GitLab
    r"|^(dependabot|renovate|github-actions|pre-commit-ci|greenkeeper|snyk|mergify|copilot|codecov)\b",
    re.I,
)


def is_bot_name(name: str) -> bool:
    """Return whether a login or a name is a program's."""
    return bool(_BOT.search(name))
