"""Faults of one query alone: the server works, but refuses this query or answers it with what cannot be read."""

from console.kernel.errors import ConnectorError, ErrorKind

_OF_ONE_QUERY = (ErrorKind.PROTOCOL, ErrorKind.REJECTED)


def is_of_one_query(fault: ConnectorError) -> bool:
    """Return whether other queries may still be answered: what has failed is the query, not the server."""
    return fault.kind in _OF_ONE_QUERY
