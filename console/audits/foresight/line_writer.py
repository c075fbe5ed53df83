"""Who wrote each line of a file; of one that is known at an earlier commit, only what came since is asked for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.git_reading import git_output
from console.audits.repository.history_book import mailmap_of
from console.kernel.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_MOST_S = 30.0


class LineWriters(NamedTuple):
    """``lines`` are places in ``people``, who are named as the content ``names`` (a ``.mailmap``) has them."""

    commit: str
    names: str
    people: tuple[str, ...]
    lines: tuple[int, ...]


class _Line(NamedTuple):
    """A line with the place (from 1) that it had in ``path`` at the commit that git stopped at."""

    commit: str
    place: int
    person: str
    path: bytes
    is_boundary: bool


def line_writers(checkout: Checkout, path: str, known: LineWriters | None) -> LineWriters:
    """Return who (name and address, small letters) wrote each line; moved spaces keep their author.

    ``known`` is what an earlier commit said. Raises ``ConnectorError`` when git fails or takes longer than 30 s.
    """
    names = mailmap_of(checkout)
    found = _continued(checkout, path, known) if known is not None and known.names == names else None
    if found is None:
        found = [one.person for one in _blamed(checkout, path)]
    places = {one: place for place, one in enumerate(dict.fromkeys(found))}
    return LineWriters(checkout.commit, names, tuple(places), tuple(places[one] for one in found))


def _continued(checkout: Checkout, path: str, known: LineWriters) -> list[str] | None:
    """Return the writers, those of older lines as they are known; nothing when one does not come from there."""
    found = []
    with suppress(ConnectorError):  # the earlier commit is gone
        for one in _blamed(checkout, path, f"^{known.commit}"):
            if not one.is_boundary:
                found.append(one.person)
            elif one.commit == known.commit and one.path == _named(path) and 0 < one.place <= len(known.lines):
                found.append(known.people[known.lines[one.place - 1]])
            else:
                return None
        return found
    return None


def _named(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _blamed(checkout: Checkout, path: str, *since: str) -> Iterator[_Line]:
    output = git_output(
        checkout.repository, "blame", "--line-porcelain", "-w", checkout.commit, *since, "--", path, most_s=_MOST_S
    )
    head: list[bytes] = []
    for row in output.split(b"\n"):
        if row[:1] != b"\t":
            head.append(row)
            continue
        told = dict(one.partition(b" ")[::2] for one in head[1:])
        commit, place = head[0].split()[:2]
        person = b"\t".join((told[b"author"].strip(), told[b"author-mail"].strip(b"<> ")))
        yield _Line(
            commit.decode(), int(place), person.decode("utf-8", "replace").casefold(), told[b"filename"],
            b"boundary" in told,
        )  # fmt: skip
        head = []
