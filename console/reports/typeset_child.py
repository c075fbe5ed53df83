"""The typesetter's process: reads one job as JSON, writes the PDF, or without a document the names of all fonts."""

from __future__ import annotations

import json
import sys
from typing import Any

FAILED = 3


def main() -> int:
    """Return 0, or ``FAILED`` with typst's message on standard error."""
    import typst  # noqa: PLC0415 - native code of 30 MB

    job: dict[str, Any] = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=True)
    if "source" not in job:
        sys.stdout.buffer.write(json.dumps(list(fonts.families())).encode())
        return 0
    try:
        compiler = typst.Compiler(
            input=job["source"].encode(),
            font_paths=fonts,
            sys_inputs={"document": json.dumps(job["document"], ensure_ascii=False)},
        )
        made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=job["created_s"])
    except typst.TypstError as error:
        sys.stderr.write(error.message)
        return FAILED
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
