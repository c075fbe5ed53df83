"""How many objects there are of each type, held in few bytes: the samples of a long soak must not be what grows."""

from array import array
from collections.abc import Iterator, Mapping

_PLACES: dict[str, int] = {}


class TypeCounts(Mapping[str, int]):
    """Numbers by the name of a type; 0 for one that it does not have. All share one table of names."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        places = {_PLACES.setdefault(name, len(_PLACES)): count for name, count in counts.items()}
        self._counts = array("l", (places.get(place, 0) for place in range(max(places, default=-1) + 1)))

    def __getitem__(self, name: str) -> int:
        place = _PLACES.get(name, len(self._counts))
        return self._counts[place] if place < len(self._counts) else 0

    def __iter__(self) -> Iterator[str]:
        return (name for name, place in _PLACES.items() if place < len(self._counts) and self._counts[place])

    def __len__(self) -> int:
        return sum(count > 0 for count in self._counts)
