"""Several checkouts read with one start of each program that takes longer to start than to read a small repository."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from console.audits.config_digest import config_digest
from console.audits.tools.codespell_run import begin_codespell, misspellings_by_file, spelled_book
from console.audits.tools.kingfisher_run import begin_kingfisher, sights_of
from console.audits.tools.secret_book import SecretBook
from console.domain.audit.audit_name import AuditName
from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from console.audits.repository.checkout import Checkout

_FEWEST = 2
_NEWEST, _KNOWN = "audited", "known"
_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
_SHA1_DIGITS = 40


def read_together(checkouts: Mapping[str, Checkout], folder: Path, audits: Mapping[str, Collection[AuditName]]) -> None:
    """Let the programs of their ``audits`` read what they do not know yet; what they say is kept by repository.

    ``folder`` holds the empty folder of each checkout under its key, a plain word, and nothing else. Programs raise
    nothing here: what could not be read so, each audit reads by itself, and tells what is wrong with it.
    """
    secrets = {key: one for key, one in checkouts.items() if AuditName.INTEGRITY in audits[key]}
    texts = {key: one for key, one in checkouts.items() if AuditName.STRICT in audits[key]}
    running = [*_finding_secrets(secrets, folder.parent / f"{folder.name}-lent"), *_spelling(texts, folder)]
    for end in running:
        with suppress(ConsoleError):
            end()


def _finding_secrets(checkouts: Mapping[str, Checkout], folder: Path) -> Iterator[Callable[[], None]]:
    """Begin with those of which nothing is known, and beside it with those that have moved on since."""
    books = {key: SecretBook(one, config_digest()) for key, one in checkouts.items() if _can_be_lent(one)}
    known = {key: book.before(checkouts[key].commit)[0] for key, book in books.items()}
    unread = {key: checkouts[key] for key in books if known[key] != checkouts[key].commit}
    for is_moved in (False, True):
        part = {key: one for key, one in unread.items() if bool(known[key]) is is_moved}
        if len(part) < _FEWEST:
            continue
        for key, one in part.items():
            _lend(one, known[key], folder / f"{key}.git")
        with suppress(ConsoleError):
            yield _begun(part, {key: books[key] for key in part}, folder, is_moved)


def _begun(
    checkouts: Mapping[str, Checkout], books: Mapping[str, SecretBook], folder: Path, is_moved: bool
) -> Callable[[], None]:
    cache = next(iter(checkouts.values())).cache
    past = [f"--since-commit={_KNOWN}"] if is_moved else []
    running = begin_kingfisher(cache, folder, f"--branch={_NEWEST}", *past, *(f"{key}.git" for key in checkouts))

    def end() -> None:
        seen = sights_of(running)
        for key, one in checkouts.items():
            fresh = {sight for place, sight in seen if place == key}
            books[key].keep(one.commit, tuple(sorted({*fresh, *books[key].before(one.commit)[1]})))

    return end


def _can_be_lent(checkout: Checkout) -> bool:
    """Return whether its objects can be named in a file of git's that has a path per line and the usual hashes."""
    return len(checkout.commit) == _SHA1_DIGITS and str(checkout.repository.resolve()).isprintable()


def _lend(checkout: Checkout, known: str, place: Path) -> None:
    """Make a repository that borrows all objects, and whose branch is the commit of the checkout."""
    for part in (place / "objects" / "info", place / "refs" / "heads"):
        part.mkdir(parents=True)
    (place / "objects" / "info" / "alternates").write_text(f"{checkout.repository.resolve() / 'objects'}\n", "utf-8")
    (place / "config").write_text(_CONFIG, "utf-8")
    (place / "HEAD").write_text(f"ref: refs/heads/{_NEWEST}\n", "utf-8")
    for name, commit in ((_NEWEST, checkout.commit), (_KNOWN, known)):
        if commit:
            (place / "refs" / "heads" / name).write_text(f"{commit}\n", "utf-8")


def _spelling(checkouts: Mapping[str, Checkout], folder: Path) -> Iterator[Callable[[], None]]:
    books = {key: spelled_book(one) for key, one in checkouts.items()}
    unread = {key: book for key, book in books.items() if book.missing}
    if len(unread) < _FEWEST:
        return
    with suppress(ConsoleError):
        for key, book in unread.items():
            checkouts[key].folder_with(book.missing)
        running = begin_codespell(folder, *(f"./{key}" for key in unread))

        def end() -> None:
            rows = misspellings_by_file(running.answer())
            for key, book in unread.items():
                start = f"{key}/"
                own = {path.removeprefix(start): found for path, found in rows.items() if path.startswith(start)}
                named = {path: tuple(one._replace(path=path) for one in found) for path, found in own.items()}
                book.whole(named, ())

        yield end
