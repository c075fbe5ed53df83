"""How Cloudflare charges operations on R2."""

_CLASS_B = frozenset(
    {
        "HeadBucket",
        "HeadObject",
        "GetObject",
        "UsageSummary",
        "GetBucketEncryption",
        "GetBucketLocation",
        "GetBucketCors",
        "GetBucketLifecycleConfiguration",
    }
)
_FREE = frozenset({"DeleteObject", "DeleteObjects", "DeleteBucket", "AbortMultipartUpload"})


def r2_class(action: str) -> str:
    """Return ``class_a``, ``class_b`` or ``free``; what is not listed as cheaper counts as class A."""
    if action in _FREE:
        return "free"
    return "class_b" if action in _CLASS_B else "class_a"
