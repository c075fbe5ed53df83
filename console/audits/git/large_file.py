"""GIT04: files that every clone carries for ever."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.repository.commit_book import CommitBook
from console.audits.repository.file_book import file_book
from console.audits.repository.git_reading import git_output
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.tracked_file import TrackedFile


_KEY = "GIT04"
_MOST_BYTES = 5 << 20
_MOST_ASSET = 1 << 20
_FEWEST_BYTES = 1 << 10  # less burdens no clone; what it holds is for INT12
_ASSETS = frozenset(
    [
        ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".icns", ".webp", ".avif", ".bmp", ".woff", ".woff2", ".ttf",
        ".otf", ".eot", ".pdf", ".mo", ".gmo", ".qm", ".cur",
    ]
)  # fmt: skip
_BUILT = frozenset(
    [
        ".zip", ".jar", ".war", ".ear", ".aar", ".exe", ".dll", ".so", ".dylib", ".a", ".o", ".lib", ".class", ".pyc",
        ".whl", ".egg", ".apk", ".ipa", ".deb", ".rpm", ".msi", ".dmg", ".iso", ".tar", ".gz", ".tgz", ".bz2", ".xz",
        ".7z", ".rar", ".pkl", ".h5", ".onnx", ".pt", ".parquet", ".npy", ".npz", ".sqlite", ".psd", ".mp4", ".mov",
        ".avi", ".wav",
    ]
)  # fmt: skip
_MOST_GONE = 2000
_APART = re.compile(
    r"(^|/)(tests?|testing|specs?|e2e|testdata|test_data|fixtures?|samples?|examples?|__tests__)/", re.I
)
_WRAPPER = re.compile(r"(^|/)(gradle/wrapper/gradle-wrapper|\.mvn/wrapper/maven-wrapper)\.jar$")


def _check(checkout: Checkout) -> RuleOutcome:
    found = [*_large(checkout), *_gone(checkout), *_binary(checkout), *_gone_binary(checkout)]
    return RuleOutcome(_KEY, RuleState.MEASURED, 1.0 / (1.0 + len(found)), tuple(found))


def _finding(path: str, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, path, evidence=evidence, tool="console-audit")


def _most(checkout: Checkout) -> int:
    """Return how many bytes a file may have at the profile's strictness."""
    return round(threshold(_MOST_BYTES, checkout.profile.strictness))


def _large(checkout: Checkout) -> Iterator[Finding]:
    for one in checkout.tracked:
        if one.is_regular and one.size > _most(checkout):
            yield _finding(one.path, t("{size} MB", size=f"{one.size / (1 << 20):.1f}"))


def _gone(checkout: Checkout) -> Iterator[Finding]:
    """Yield large files of the history that the tree no longer has: clones still carry them."""
    omitted = _blobs_beyond(checkout) - {one.object_id for one in checkout.tracked}
    if not omitted:
        return
    named = git_output(checkout.repository, "rev-list", "--objects", checkout.commit)
    for line in named.decode("utf-8", "surrogateescape").splitlines():
        object_id, _, path = line.partition(" ")
        if object_id in omitted and path:
            yield _finding(
                path, t("more than {size} MB, still in the history", size=f"{_most(checkout) / (1 << 20):.2g}")
            )


def _blobs_beyond(checkout: Checkout) -> set[str]:
    """Return at least the large blobs that lead to the commit: those of an earlier one are known, others are asked."""
    most = _most(checkout)
    book = CommitBook(checkout, f"large-blobs-{most}", "", tuple[str, ...])
    known = next((one.id for one in history_of(checkout) if one.id in book.pages), "")
    if known == checkout.commit:
        return set(book.pages[known])
    found = {*book.pages[known], *_since(checkout, known, most)} if known else set(_in_clone(checkout, most))
    book.keep(checkout.commit, tuple(sorted(found)))
    return found


def _since(checkout: Checkout, known: str, most: int) -> Iterator[str]:
    listed = git_output(
        checkout.repository, "rev-list", "--objects", f"--filter=blob:limit={most + 1}", "--filter-print-omitted",
        "--no-object-names", checkout.commit, f"^{known}",
    )  # fmt: skip
    yield from (line[1:] for line in listed.decode().splitlines() if line.startswith("~"))


def _in_clone(checkout: Checkout, most: int) -> Iterator[str]:
    """Yield the large blobs of the clone, whatever leads to them: walking through the trees of all commits is slow."""
    listed = git_output(
        checkout.repository, "cat-file", "--batch-all-objects", "--unordered", "--buffer",
        "--batch-check=%(objecttype) %(objectsize) %(objectname)",
    )  # fmt: skip
    for line in listed.decode().splitlines():
        kind, size, object_id = line.split()
        if int(size) > most and kind == "blob":
            yield object_id


def _binary(checkout: Checkout) -> Iterator[Finding]:
    sizes = {one.path: one.size for one in checkout.files if _is_asked(checkout, one)}
    book = file_book(checkout, "binary", sizes, bool)
    checkout.folder_with(book.missing)
    told = book.whole({one: _is_binary(checkout, one) for one in book.missing}, nothing=False)
    for path, is_it in told.items():
        if is_it:
            yield _finding(path, t("binary, {size} KB, outside LFS", size=max(1, sizes[path] >> 10)))


def _gone_binary(checkout: Checkout) -> Iterator[Finding]:
    """Yield archives and programs, by their endings, that were taken out of the tree but not of the history."""
    added = {
        path: f"{one.id}:{path}\n"
        for one in history_of(checkout)
        for status, path, _ in one.changes
        if status == "A" and PurePosixPath(path).suffix.lower() in _BUILT and "\n" not in path
    }
    gone = [one for one in added if one not in checkout.paths and not _APART.search(one) and not _WRAPPER.search(one)]
    if not gone:
        return
    listed = git_output(
        checkout.repository, "cat-file", "--batch-check=%(objectname) %(objectsize)",
        stdin="".join(added[one] for one in gone[:_MOST_GONE]).encode("utf-8", "surrogateescape"),
    )  # fmt: skip
    told = {one.object_id for one in checkout.tracked}
    for path, line in zip(gone, listed.decode("utf-8", "surrogateescape").splitlines(), strict=False):
        object_id, _, size = line.rpartition(" ")
        if size.isdigit() and _FEWEST_BYTES <= int(size) <= _most(checkout) and object_id not in told:
            told.add(object_id)
            yield _finding(path, t("binary, {size} KB, still in the history", size=max(1, int(size) >> 10)))


def _is_asked(checkout: Checkout, one: TrackedFile) -> bool:
    """Return whether a binary file would be one too many: of a certain size, and neither an asset nor for tests."""
    is_asset = PurePosixPath(one.path).suffix.lower() in _ASSETS and one.size <= _MOST_ASSET
    is_apart = _APART.search(one.path) or _WRAPPER.search(one.path)
    return _FEWEST_BYTES <= one.size <= _most(checkout) and not is_asset and not is_apart


def _is_binary(checkout: Checkout, path: str) -> bool:
    head = checkout.content(path, 8000)
    is_text = head.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16 has zeros in it
    return b"\0" in head and not is_text


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.MEDIUM,
        title=lambda: t("Large and binary files are not in the history"),
        why=lambda: t("Every clone carries every version of it for ever, and Git cannot compare two of them."),
        mend=lambda: t(
            "Keep it in Git LFS or a store of artefacts, and take it out of the history while few have cloned it."
        ),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="commit",
        past=PastContents.ALL,
    )
)
