"""Whole numbers as remote APIs define them: what does not fit into 64 bits is a wrong answer, never a number."""

from typing import Annotated

import msgspec

_LIMIT = 2**63

Whole = Annotated[int, msgspec.Meta(ge=-_LIMIT, le=_LIMIT - 1)]
