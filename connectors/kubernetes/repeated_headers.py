"""Headers of which one name is sent several times, through a client that takes a mapping."""

from collections import Counter
from collections.abc import Iterable

Headers = tuple[tuple[str, str], ...]
"""Names in lower case, and values; a name may be there several times."""

MOST_OF_A_NAME = 1000
_VARIED = 10  # letters: 1024 spellings


def as_mapping(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the headers with each repeated name in a spelling of its own: to servers these are all the same name.

    Joined by commas they would be one value: API servers take the whole of it for one group.
    """
    spelled: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for name, value in headers:
        spelled[_spelling(name.lower(), seen[name.lower()])] = value
        seen[name.lower()] += 1
    return spelled


def _spelling(name: str, number: int) -> str:
    begin = (one.upper() if number >> place & 1 else one for place, one in enumerate(name[:_VARIED]))
    return "".join(begin) + name[_VARIED:]
