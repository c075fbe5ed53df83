"""Which part of a forge's API an address means."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from console.lab.outside.forge.api_call import Answerer

_PART = re.compile(r"\{(\w+)(\*?)\}")


class ApiRoutes:
    """Templates such as ``repos/{owner}/{repo}/commits/{ref*}``; a part with a star may hold slashes.

    They are held against the address as it was sent: an escaped slash does not end a part.
    """

    def __init__(self, routes: Mapping[str, Answerer]) -> None:
        self._routes = [(self._pattern(route), answerer) for route, answerer in routes.items()]

    def find(self, method: str, path: str) -> tuple[Answerer, dict[str, str]] | None:
        """Return who answers and the parts of the address, unescaped."""
        for pattern, answerer in self._routes:
            found = pattern.fullmatch(f"{method} {path}")
            if found:
                return answerer, {name: unquote(part) for name, part in found.groupdict().items()}
        return None

    @staticmethod
    def _pattern(route: str) -> re.Pattern[str]:
        pieces, place = [], 0
        for found in _PART.finditer(route):
            pieces.append(re.escape(route[place : found.start()]))
            pieces.append(f"(?P<{found[1]}>{'.+' if found[2] else '[^/]+'})")
            place = found.end()
        return re.compile("".join((*pieces, re.escape(route[place:]))))
