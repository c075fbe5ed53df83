"""Names of tests are the same in each process: bytes name a case by their number.

Packed bytes hold the second in which they were made; two workers that collected them in different seconds have
different tests, and nothing is run at all.
"""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Return the name of the parameter, which pytest numbers where it is there more than once."""
    return argname if isinstance(val, bytes) and not val.isascii() else None
