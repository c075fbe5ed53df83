"""Ann and Bob: two operators with a profile, a key and the same estate each."""

from pathlib import Path

from console.domain.change import Change, ChangeState, Moment
from console.domain.change_preview import FieldChange, Preview
from console.domain.operations.scale_workload import ScaleWorkload
from console.estate.schema.estate import Estate
from console.services.policy.operator_key import OperatorKey
from console.services.policy.second_signature import SecondSignature
from tests.fakes.trail_profile import TrailProfile

NOW_S = 1_760_000_000.0


def public_key(profile: TrailProfile) -> str:
    """What ``cell-console trail key`` lists on that machine."""
    return profile.book.key.signer().key("trail.example").text


def planned_change(change_id: str = "20261121-080000-abc123", replicas: int = 5, reason: str = "load") -> Change:
    """A previewed change of production that Ann proposes."""
    operation = ScaleWorkload("prod", "Deployment", "cell-osaka", "web", replicas)
    preview = Preview("base", (FieldChange("/spec/replicas", "3", str(replicas)),), None)
    moments = (Moment(ChangeState.PLANNED, NOW_S), Moment(ChangeState.PREVIEWED, NOW_S))
    return Change(change_id, "shop", "production", "ann@desk", reason, operation, "0" * 32, moments, preview=preview)


class TwoOperators:
    """``ann`` proposes, ``bob`` signs, and nobody knows ``eve``."""

    def __init__(self, folder: Path, hours: float = 24.0) -> None:
        self.profiles = {name: TrailProfile(folder / name) for name in ("ann", "bob", "eve")}
        keys = [{"name": name.title(), "key": public_key(self.profiles[name])} for name in ("ann", "bob")]
        self.estate = Estate.model_validate(
            {"name": "shop", "operators": keys, "policy_limits": {"signature_hours": hours}}
        )
        self.ann, self.bob, self.eve = (self.signature(name) for name in ("ann", "bob", "eve"))

    def signature(self, name: str, login: str = "") -> SecondSignature:
        """Who signs with the key of ``name``, logged in as ``login``."""
        return SecondSignature(self.operator(name, login))

    def operator(self, name: str, login: str = "") -> OperatorKey:
        """The key of ``name``, logged in as ``login``."""
        return OperatorKey(self.estate, lambda: self.profiles[name].book, login or f"{name}@desk")
