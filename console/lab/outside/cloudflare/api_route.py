"""One route of the API: method, path and what answers it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from console.lab.outside.cloudflare.api_call import ApiCall, Reply

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Route:
    """`path` is below the API's root; `{name}` stands for one segment, which may be percent-encoded."""

    method: str
    path: str
    answer: Callable[[ApiCall], Reply]

    def match(self, raw_path: str) -> dict[str, str] | None:
        """The varying parts of a path as it was sent, decoded; None when it is another path."""
        found = self._pattern.fullmatch(raw_path)
        return None if found is None else {name: unquote(text) for name, text in found.groupdict().items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_NAME.sub(r"(?P<\1>[^/]+)", self.path))
