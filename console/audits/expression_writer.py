"""Who writes what an expression of a workflow stands for: its own project, people with rights, or anybody."""

from __future__ import annotations

import re
from enum import IntEnum

_MOST, _LONGEST = 200, 300


class Writer(IntEnum):
    """``NOBODY``: numbers, hashes, names of accounts and repositories, in which no command fits."""

    NOBODY = 0
    PROJECT = 1
    ANYBODY = 2


_NAME = re.compile(
    r"(?<![\w.'-])(?:github|inputs|runner|secrets|matrix|env|vars|job|strategy|steps|needs)"
    r"(?:\.[\w*-]+|\[[^\[\]]{1,80}\])*",
    re.I,
)
_TEXT = re.compile(r"'[^']*'")
_BRACKET = re.compile(r"\[['\"]?([\w-]+)['\"]?\]")
_HARMLESS = re.compile(
    r"github\.(action_path|workspace|repository|repository_owner|sha|run_id|run_number|run_attempt|token|server_url"
    r"|api_url|graphql_url|retention_days|actor|actor_id|triggering_actor|ref_type|event_name|workflow|job|action)$"
    r"|(runner|secrets|matrix|env|vars|job|strategy|steps|needs)\.[\w.-]+$"
    r"|github\.event\.(action|number|schedule|before|after|created|deleted|forced|pusher\.name|enterprise\.slug)$"
    r"|github\.event(\.\w+)*\.(login|id|node_id|number|(head_|base_)?sha|merge_commit_sha|timestamp|draft|merged|state)$"
    r"|github\.event\.((?!release)\w+\.)+(html_url|url)$"
    r"|github\.event(\.\w+)*\.(repository|repo)\.((full_)?name|(clone|ssh|git)_url)$"
    r"|github\.event\.(repository|pull_request\.base\.repo)\.default_branch$"
)
_BY_PROJECT = re.compile(
    r"github\.(ref|ref_name|base_ref|workflow_ref)$|(github\.event\.)?inputs\.[\w-]+$"
    r"|github\.event\.(ref|base_ref|compare|label\.name|milestone\.title|deployment\.[\w.]+|client_payload\.[\w.-]+"
    r"|release\.[\w.]+|pull_request\.base\.ref|pull_request\.labels[\w.*]*|issue\.labels[\w.*]*|merge_group\.\w+)$"
)


def writer_of(expressions: list[str]) -> Writer:
    """Return who may write the most dangerous of some expressions; what is not known may be anybody's."""
    plain = (_TEXT.sub("''", _BRACKET.sub(r".\1", one)) for one in expressions[:_MOST])
    names = [name for one in plain for name in _NAME.findall(one)]
    return max((_writer(one.casefold()) for one in names[:_MOST]), default=Writer.ANYBODY)


def _writer(name: str) -> Writer:
    if len(name) > _LONGEST:
        return Writer.ANYBODY
    if _HARMLESS.match(name):
        return Writer.NOBODY
    return Writer.PROJECT if _BY_PROJECT.match(name) else Writer.ANYBODY
