"""A request that the edge provider refuses, in its own words."""

from console.kernel.errors import ConsoleError


class EdgeRefusal(ConsoleError):  # noqa: N818 - the provider refuses, nothing is broken
    """`status` is the HTTP status, `code` the provider's number of the reason."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
