"""Files that import a changed file: one level of reverse imports, for what a change may break elsewhere."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.foresight.import_hint import names_in
from console.audits.repository.blob_text import blob_texts, files_at
from console.audits.repository.path_class import Language, PathClass, language_of, path_class

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_CODE = frozenset({PathClass.SOURCE, PathClass.TEST})
_LANGUAGES = frozenset(Language) - {Language.YAML}
_MOST_CHANGED = 50
_MOST_FILES = 5000
_MOST_BYTES = 256 << 10


def dependants(repository: Path, commit: str, changed: Collection[str]) -> tuple[str, ...]:
    """Return the other source and test files that name a changed source where they load; raise ``ConnectorError``.

    At most 50 changed sources are followed, through at most 5,000 files of 256 KB.
    """
    sources = [one for one in sorted(changed) if path_class(one) is PathClass.SOURCE and language_of(one) in _LANGUAGES]
    wanted = [PurePosixPath(one) for one in sources[:_MOST_CHANGED]]
    if not wanted:
        return ()
    files = [
        one
        for one in files_at(repository, commit)
        if one.path not in changed
        and path_class(one.path) in _CODE
        and language_of(one.path) in _LANGUAGES
        and 0 < one.size <= _MOST_BYTES
    ][:_MOST_FILES]
    texts = dict(blob_texts(repository, {one.object_id for one in files}))
    return tuple(one.path for one in files if _names_any(texts.get(one.object_id, ""), one.path, wanted))


def _names_any(text: str, path: str, wanted: list[PurePosixPath]) -> bool:
    family = _family(path)
    return any(
        _family(str(one)) is family and (one.stem in text or one.parent.name in text) and names_in(text, one)
        for one in wanted
    )


def _family(path: str) -> Language | None:
    """Return the language, with those that load one another as one."""
    language = language_of(path)
    joined = {Language.TYPESCRIPT: Language.JAVASCRIPT, Language.CPP: Language.C}
    return joined.get(language, language) if language is not None else None
