"""The issues of a tracker that were touched last: its search may not know yet what became of them."""

_MOST = 50
_MOST_DIGITS = 18  # of a number in 64 bits


class RecentIssues:
    """Their numeric ids, as many as Jira lets a search reconcile."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}

    @property
    def ids(self) -> list[int]:
        """Return the ids, the one that was touched last at the end."""
        return list(self._ids)

    def note(self, identity: str) -> None:
        """Remember that an issue was touched; an id that is no number cannot be reconciled."""
        if not (identity.isascii() and identity.isdigit() and len(identity) <= _MOST_DIGITS):
            return
        number = int(identity)
        self._ids.pop(number, None)
        self._ids[number] = None
        if len(self._ids) > _MOST:
            del self._ids[next(iter(self._ids))]
