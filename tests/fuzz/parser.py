"""How the fuzz suite speaks to one parser of the product."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from console.kernel.errors import ConsoleError

CORPUS = Path(__file__).parent / "corpus"
MOST_S = 2.0
MOST_BYTES = 256 << 20
_MOST_SENTENCE = 17_000


@dataclass(frozen=True)
class Parser:
    """``read`` takes a file (suffix ``ending``) as the product does, and returns what it found.

    ``refuses`` are the only errors it may raise. Seeds lie in ``corpus/<name>``: files that begin with ``valid`` are
    read without an error; the others once broke something.
    """

    name: str
    read: Callable[[Path], object]
    ending: str = ""
    refuses: tuple[type[Exception], ...] = (ConsoleError,)

    @property
    def seeds(self) -> tuple[Path, ...]:
        """The kept files, smallest name first."""
        return tuple(sorted(one for one in (CORPUS / self.name).iterdir() if one.is_file()))


def judge(parser: Parser, raw: bytes, folder: Path) -> bool:
    """Let a parser read some bytes; return whether it did, fail unless it held to its promise otherwise."""
    file = folder / f"input{parser.ending}"
    file.write_bytes(raw)
    began_s, before = time.process_time(), _peak()
    try:
        found = parser.read(file)
    except parser.refuses as error:
        sentence = str(error)
    else:
        repr(found).encode("utf-8", "replace")
        sentence = "read"
    took_s = time.process_time() - began_s
    assert took_s < MOST_S, f"{parser.name}: {took_s:.1f} s for {len(raw)} bytes"
    assert _peak() - before < MOST_BYTES, f"{parser.name}: {(_peak() - before) >> 20} MB for {len(raw)} bytes"
    assert 0 < len(sentence.strip()) < _MOST_SENTENCE, f"{parser.name}: {sentence[:300]!r}"
    seen = sentence.replace("\n", "")
    assert seen.isprintable(), f"{parser.name} says what cannot be seen: {sentence[:600]!r}"
    assert "Traceback" not in sentence
    return sentence == "read"


def _peak() -> int:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
