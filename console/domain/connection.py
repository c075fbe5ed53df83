"""How a connection to an outside system is."""

from dataclasses import dataclass

from console.domain.connection_state import ConnectionState


@dataclass(frozen=True, slots=True)
class ConnectionStatus:
    """``since_s``: when this state began; ``last_ok_at_s``: when data last arrived (unix seconds, ``None``: never).

    ``error`` and ``hint`` say in one sentence each what is wrong and what to do; ``detail`` is e.g. the version.
    ``unread`` are the topics that cannot be read while others can.
    ``from_history`` marks state that was read from the local history, not from the system. ``is_watched`` is false
    once nobody looks at anything of it: then nobody knows whether it is still so.
    """

    key: str
    kind: str
    state: ConnectionState
    since_s: float
    last_ok_at_s: float | None = None
    error: str = ""
    hint: str = ""
    error_kind: str = ""
    detail: str = ""
    from_history: bool = False
    unread: tuple[str, ...] = ()
    is_watched: bool = True
