"""What an object store keeps in memory for watches."""

from console.lab.servers.kubernetes.object_store import ObjectStore


def held_history(store: ObjectStore) -> dict[str, tuple[int, int]]:
    """By collection: how many changes are kept, and about how many bytes they take."""
    return {key: (len(each.history), each.history.held_bytes) for key, each in store._collections.items()}
