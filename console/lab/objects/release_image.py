"""What images of the lab's registry are worth: some are missing, some break what they serve."""

from console.lab.objects.common import JsonObject

REGISTRY = "registry.lab.example/"
MISSING = ":missing"
BAD_RELEASE = "-errors"
"""Releases whose tag ends so answer a share of their requests with an error."""
FAST_BURN, SLOW_BURN = "-burns-fast", "-burns-slow"
"""Releases that use up the error budget of an objective of 99.9 % some 25 times and 4 times too fast."""
_SHARES = {BAD_RELEASE: 0.08, FAST_BURN: 0.025, SLOW_BURN: 0.004}


def images_work(template: JsonObject) -> bool:
    """Whether the lab's registry has every image of a pod template."""
    return all(image.startswith(REGISTRY) and MISSING not in image for image in _images(template))


def broken_share(template: JsonObject) -> float:
    """The share of requests that fail because of a pod template's images."""
    shares = [share for image in _images(template) for tag, share in _SHARES.items() if image.endswith(tag)]
    return max(shares, default=0.0)


def _images(template: JsonObject) -> list[str]:
    return [str(each.get("image", "")) for each in template["spec"]["containers"]]
