"""What can go wrong inside the object store."""


class StoreError(Exception):
    """A refused operation on the object store of the lab cluster."""


class UnknownKindError(StoreError):
    """The object's apiVersion and kind are not served here."""


class ObjectNotFoundError(StoreError):
    """No object of that name."""

    def __init__(self, resource: str, namespace: str, name: str) -> None:
        super().__init__(f'{resource} "{name}" not found in namespace "{namespace}"')
        self.resource = resource
        self.name = name


class ObjectExistsError(StoreError):
    """An object of that name exists already."""

    def __init__(self, resource: str, name: str) -> None:
        super().__init__(f'{resource} "{name}" already exists')
        self.resource = resource
        self.name = name


class VersionConflictError(StoreError):
    """The object changed since the caller read it."""


class VersionExpiredError(StoreError):
    """The history before `oldest` is gone: list again."""

    def __init__(self, asked: int, oldest: int) -> None:
        super().__init__(f"too old resource version: {asked} ({oldest})")
        self.asked = asked
        self.oldest = oldest
