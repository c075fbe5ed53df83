"""Which accounts are programs, by what they are called."""

from __future__ import annotations

import re
from functools import lru_cache

_BOT = re.compile(
    r"\[bot\]$|[-_ ](ro)?bot$|^bot[-_]|^(project|group)_\d+_bot(_\w+)?$"  # the last: access tokens of GitLab
    r"|^(dependabot|renovate|github[- ]actions?|pre-commit-ci|greenkeeper|snyk|mergify|copilot|codecov)\b"
    r"|^(jenkins|azure|travis|circleci|gitlab|buildkite)[- ]?(ci|bot|pipelines?|user)$|^semantic-release\b"
    r"|\bBuild Service( \(|$)"  # of Azure
    r"|^(jenkins|circleci|travis ci user|teamcity|buildkite|drone([- ]ci)?|bitbucket[- ]pipelines|actions[- ]user|ci"
    r"|ci[-_ ]?(bot|user)|bors|(hosted )?weblate|imgbot(app)?|goreleaser(bot)?|fluxcdbot|argocd[- ]image[- ]updater"
    r"|copybara-service|web-flow|(release )?automation)$"
    r"|[-_](ci|automation|updater|service-account)$|^svc[-_]",
    re.I,
)


@lru_cache(maxsize=1 << 12)
def is_bot_name(name: str) -> bool:
    """Return whether a login or a name is a program's."""
    return bool(_BOT.search(name))
