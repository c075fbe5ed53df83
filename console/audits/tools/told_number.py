"""Numbers in the answer of a program: none is larger than what a file can have of lines or columns."""

import re
from typing import Annotated

import msgspec

ToldNumber = Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]
"""What a decoder takes for one; a larger one could neither be kept nor counted on."""
_DIGITS = re.compile(r"[0-9]{1,9}")


def told_number(text: str) -> int | None:
    """Return the number that a column holds; ``None``: it holds none."""
    return int(text) if _DIGITS.fullmatch(text) else None
