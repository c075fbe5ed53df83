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
_SCOPE = r"(\w+(\([\w-]+\))?!?: )?"
_DOING = r"(prepar|releas|cutt?|tagg?|bump|publish|updat|sett?|start|begin)(e|es|s|ed|d|ing)?"
_BY_TOOL = re.compile(  # what programs for releases write, and how else people put it
    rf"^(bump version: |bump: version ){_VERSION} (→|->|to) {_VERSION}$"
    r"|^\[Gradle Release Plugin\] |^\(cargo-release\) |^(chore: release|version packages|publish)$"
    rf"|^{_SCOPE}{_DOING} ((for|to|the|a|new|next|project|package|release|version|number) ){{0,5}}{_VERSION}"
    r"( (release|development|iteration))?\.?$"
    rf"|^{_SCOPE}releas(e|es|ed|ing) [@\w/.-]+?( version |@| ){_VERSION}$|^\[release\] {_VERSION}$"
    r"|^(post|pre)-release( version)?( bump)?$"
    rf"|^(リリース|バージョン(アップ)?)(準備|を|:|：)?\s?{_VERSION}(\s?に(更新|変更))?$"
    rf"|^{_VERSION}\s?(の|を)?(リリース|公開)(準備)?$",
    re.I,
)


def is_release_title(subject: str) -> bool:
    """Return whether a version is released or begun: those words alone, so that “Release the lock” is none."""
    plain = subject.strip()
    return bool(_RELEASE.match(plain) or _BY_TOOL.match(plain))
