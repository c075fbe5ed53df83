"""The arrangement: which rows are shown in which order, worked out in small strides so that the window stays fluid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Hashable, Iterator, Sequence

    from views.widgets.table.column import Column

Row = TypeVar("Row")
STRIDE = 4_000


class Arrangement(Generic[Row]):
    """Filter and order of a table. Every ``next`` of ``steps`` is one stride of work; at its end ``order`` is new."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]) -> None:
        self._columns, self._key = columns, key
        self.rows: Sequence[Row] = ()
        self.order: list[int] = []
        self.sort_column = -1
        self.descending = False
        self.filter = ""
        self._haystack: list[str] | None = None
        self._values: dict[int, list[Any]] = {}

    def take(self, rows: Sequence[Row]) -> None:
        """Work on other rows from now on."""
        self.rows = rows
        self._haystack = None
        self._values.clear()

    @property
    def is_plain(self) -> bool:
        """Return whether rows are shown as they come."""
        return not self.filter.strip() and self.sort_column < 0

    def steps(self) -> Iterator[None]:
        """Work out ``order`` anew, one stride per step."""
        words = self.filter.casefold().split()
        if words:
            yield from self._read_haystack()
            chosen = yield from self._matching(words)
        else:
            chosen = list(range(len(self.rows)))
        if self.sort_column >= 0:
            yield from self._read_values(self.sort_column)
            chosen = yield from self._sorted(chosen, self._values[self.sort_column])
        self.order = chosen

    def read_ahead(self) -> Iterator[None]:
        """Read what a filter looks into, one stride per step."""
        if self._haystack is None and not self.filter:
            yield from self._read_haystack()

    def _read_haystack(self) -> Iterator[None]:
        if self._haystack is not None:
            return
        also = [column.also for column in self._columns if column.also is not None]
        texts, rows = [*(column.text for column in self._columns), *also], self.rows
        found: list[str] = []
        for start in range(0, len(rows), STRIDE // 2):
            part = rows[start : start + STRIDE // 2]
            # A column at a time, because maps of maps stay out of the interpreter: half the time of a loop over rows.
            found.extend(map(str.casefold, map("\n".join, zip(*[map(text, part) for text in texts], strict=True))))
            yield
        if rows is self.rows:  # else others came while these were read ahead
            self._haystack = found

    def _matching(self, words: Sequence[str]) -> Generator[None, None, list[int]]:
        haystack = self._haystack or []
        chosen: list[int] = []
        for start in range(0, len(haystack), STRIDE * 4):
            stop = min(start + STRIDE * 4, len(haystack))
            if len(words) == 1:
                word = words[0]
                chosen.extend([index for index in range(start, stop) if word in haystack[index]])
            else:
                chosen.extend([index for index in range(start, stop) if all(word in haystack[index] for word in words)])
            yield
        return chosen

    def _read_values(self, column: int) -> Iterator[None]:
        if column in self._values:
            return
        read, text = self._columns[column].sort, self._columns[column].text
        values: list[Any] = []
        for start in range(0, len(self.rows), STRIDE):
            part = self.rows[start : start + STRIDE]
            values.extend(_text_keys(list(map(text, part))) if read is None else map(read, part))
            yield
        self._values[column] = values

    def _sorted(self, chosen: list[int], values: list[Any]) -> Generator[None, None, list[int]]:
        known = [index for index in chosen if values[index] is not None]
        unknown = [index for index in chosen if values[index] is None]
        runs: list[int] = []
        # Sorted runs first: the last sort then only merges, which is what keeps its one long stride short.
        for start in range(0, len(known), STRIDE * 2):
            runs.extend(sorted(known[start : start + STRIDE * 2], key=values.__getitem__, reverse=self.descending))
            yield
        runs.sort(key=values.__getitem__, reverse=self.descending)
        return runs + unknown


def _text_keys(texts: list[str]) -> list[str | None]:
    """Return what orders texts; a dash says that nothing is known."""
    from console.presenters.format import UNKNOWN  # noqa: PLC0415 - with the first sorting
    from views.widgets.table.natural_order import natural_keys  # noqa: PLC0415

    return [None if text == UNKNOWN else key for text, key in zip(texts, natural_keys(texts), strict=True)]
