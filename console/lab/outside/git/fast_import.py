"""Writing a planned history as a stream for ``git fast-import``."""

from collections.abc import Iterator

from console.lab.outside.git.history_plan import MAIN, CommitPlan, HistoryPlan


def fast_import_stream(history: HistoryPlan) -> bytes:
    """Return the stream; the same history gives the same bytes, and so the same commit ids."""
    return b"".join(_parts(history))


def _parts(history: HistoryPlan) -> Iterator[bytes]:
    heads: dict[str, int] = {}
    for number, commit in enumerate(history.commits, 1):
        yield from _commit(commit, number, heads)
        heads[commit.branch] = number
    for branch in set(heads) - {MAIN, *history.open_branches}:
        yield f"reset refs/heads/{branch}\nfrom 0000000000000000000000000000000000000000\n\n".encode()
    for tag, place in history.tags.items():
        commit = history.commits[place]
        yield f"tag {tag}\nfrom :{place + 1}\ntagger {_who(commit)}\n".encode() + _block(f"Release {tag}\n")
    yield b"done\n"


def _commit(commit: CommitPlan, number: int, heads: dict[str, int]) -> Iterator[bytes]:
    yield f"commit refs/heads/{commit.branch}\nmark :{number}\n".encode()
    yield f"author {_who(commit)}\ncommitter {_who(commit)}\n".encode() + _block(commit.message + "\n")
    base = commit.starts_from or commit.branch
    if base in heads:
        yield f"from :{heads[base]}\n".encode()
    if commit.merges:
        yield f"merge :{heads[commit.merges]}\n".encode()
    for path, text in commit.files.items():
        yield f"D {path}\n".encode() if text is None else f"M 100644 inline {path}\n".encode() + _block(text)
    yield b"\n"


def _who(commit: CommitPlan) -> str:
    mail = commit.author.lower().replace(" ", ".")
    return f"{commit.author} <{mail}@example.org> {commit.at_s} +0900"


def _block(text: str) -> bytes:
    raw = text.encode()
    return b"data %d\n%s\n" % (len(raw), raw)
