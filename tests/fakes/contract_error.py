"""What a contract test reports."""


class ContractError(AssertionError):
    """A request or an answer is not what the document says."""
