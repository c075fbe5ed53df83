"""The typesetter's process: reads one job as JSON, writes the PDF, or without a document the names of all fonts.

Before a PDF stands one line of JSON: the characters that no font has, and whether marks stand for them.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    import typst

FAILED = 3
MOST_MARKED = 8  # each costs another try; where more are missing, a whole script has no font
_MARK = "�"
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed|contains the codepoint `"(.+?)"`', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_JOINED = "[\u200d\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*"  # alone they mean nothing
_ADDED = "[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]+"  # accents, keycaps, skin tones


class Job(TypedDict):
    """What the process reads: a typst source, its data, and the moment that the file names."""

    source: str
    document: dict[str, Any]
    created_s: int


def main() -> int:
    """Return 0, or ``FAILED`` with typst's message on standard error."""
    import typst  # noqa: PLC0415 - native code of 30 MB

    job: Any = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=True)
    if "source" not in job:
        sys.stdout.buffer.write(json.dumps(list(fonts.families())).encode())
        return 0
    try:
        made, missing, is_marked = typeset_with(fonts, job)
    except typst.TypstError as error:
        sys.stderr.write(error.message)
        return FAILED
    sys.stdout.buffer.write(json.dumps({"missing": missing, "is_marked": is_marked}).encode() + b"\n" + made)
    return 0


def typeset_with(fonts: typst.Fonts, job: Job) -> tuple[bytes, list[str], bool]:
    """Return the PDF, the characters that no font has, and whether marks stand for them.

    Few of them become marks. Of many, the text is kept though it cannot be seen, and the file is of no standard, since
    those allow no character without a font. Raise ``TypstError`` for anything else.
    """
    import typst  # noqa: PLC0415

    form, missing = job["document"], list[str]()
    text = json.dumps(form, ensure_ascii=False)
    while True:
        note = _note(form, "marked", missing)
        try:
            return _compiled(fonts, job, text, note, is_standard=True), missing, True
        except typst.TypstError as error:
            found = _unshown(error.message)
            if found is None:
                raise
        without, name = _marked(text, found)
        if name != _MARK or without == text:
            missing.append(name)
        if without == text or len(missing) > MOST_MARKED:
            break
        text = without
    text, note = json.dumps(form, ensure_ascii=False), _note(form, "unseen", missing)
    return _compiled(fonts, job, text, note, is_standard=False), missing, False


def _compiled(fonts: typst.Fonts, job: Job, text: str, note: str, *, is_standard: bool) -> bytes:
    import typst  # noqa: PLC0415

    given = {"document": text, "note": note}
    compiler = typst.Compiler(input=job["source"].encode(), font_paths=fonts, sys_inputs=given)
    made = compiler.compile(
        format="pdf", pdf_standards=["ua-1", "a-2a"] if is_standard else [], timestamp=job["created_s"]
    )
    assert isinstance(made, bytes)
    return made


def _unshown(message: str) -> str | None:
    """Return the characters that a message names; ``None`` for a message about something else."""
    found = _UNSHOWN.search(message)
    if found is None:
        return None
    return _ESCAPE.sub(lambda one: chr(int(one[1], 16)), found[1] or found[2])


def _marked(text: str, found: str) -> tuple[str, str]:
    """Return the text with marks for what a message names, and what they stand for.

    Of ASCII it names the character that has a font, and not what is joined to it: that is marked, the rarest first.
    """
    if not found.isascii():
        return re.sub(re.escape(found) + _JOINED, _MARK, text), found
    joined = re.findall(f"{re.escape(found)}({_ADDED})", text)
    if not joined:
        return text, found
    name = max(joined)
    return re.sub(f"(?<=[ -~]){_ADDED}", lambda one: _MARK if one[0] == name else one[0], text), name


def _note(form: dict[str, Any], which: str, missing: list[str]) -> str:
    """Return what the end of the document says of its missing characters, in its language."""
    names = ", ".join(map(code_points, missing))
    return str(form["words"][which]).replace("{characters}", names) if missing else ""


def code_points(text: str) -> str:
    """Return the name of a character that cannot be shown: ``U+1F680``."""
    return "+".join(f"U+{ord(one):04X}" for one in text)


if __name__ == "__main__":
    sys.exit(main())
