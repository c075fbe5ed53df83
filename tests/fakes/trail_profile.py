"""A profile with a trail of its own, signed by a key in a private file."""

from dataclasses import dataclass, field
from pathlib import Path

from connectors.keyring import build_vault
from console.domain.trail_event import TrailEvent
from console.domain.trail_verification import Verification
from console.kernel.paths import Paths
from console.services.trail_book import Noted, TrailBook
from console.services.trail_key import write_key_file
from console.services.trail_reading import TrailReading
from console.settings.trail import Trail

AT_S = 1_760_000_000.0


@dataclass
class TrailProfile:
    """``root`` holds everything; ``signed`` says whether there is a key, ``copied`` whether there is a second copy."""

    root: Path
    signed: bool = True
    copied: bool = False
    written: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.paths = Paths.under(self.root)
        self.copy = self.root / "copy"
        if self.signed and not (self.root / "key").exists():
            write_key_file(self.root / "key")
        self.book = self.console()

    def console(self) -> TrailBook:
        """Another console of the same profile."""
        settings = Trail(key=f"file:{self.root / 'key'}", second_copy=str(self.copy) if self.copied else "")
        return TrailBook(self.paths, lambda: build_vault(self.paths), lambda: settings)

    @property
    def file(self) -> Path:
        """The first file of lines."""
        return self.book.folder / "trail-000001.jsonl"

    @property
    def checkpoints(self) -> Path:
        """The checkpoints beside the lines."""
        return self.book.folder / "checkpoints-000001.jsonl"

    def write(self, count: int = 1, kind: str = "change.applied") -> None:
        """Write so many events, each signed for on its own."""
        for _ in range(count):
            self.written += 1
            event = TrailEvent(kind, f"change-{self.written}", reason="because", body={"step": self.written})
            self.book.write([Noted(event, AT_S + self.written, "shop")])

    def lines(self) -> list[bytes]:
        """All lines without their ends."""
        return self.file.read_bytes().splitlines()

    def rewrite(self, lines: list[bytes]) -> None:
        """Put other lines into the file."""
        self.file.write_bytes(b"".join(line + b"\n" for line in lines))

    def verify(self, *against: Path) -> Verification:
        """What a console that starts now finds."""
        return TrailReading(self.console()).verify(AT_S, against)

    def codes(self, *against: Path) -> list[str]:
        """The codes of what is found in the trail and in its copy."""
        found = self.verify(*against)
        copy = found.copy.findings if found.copy is not None else ()
        return [one.code for one in (*found.trail.findings, *copy)]
