"""The lab's edge account as it is on the first day: scripts, stores, rules."""

import json

from console.lab.edge.edge_identity import hex_id, uuid_id
from console.lab.edge.kv_namespace import KvEntry, KvNamespace
from console.lab.edge.rate_ruleset import SEGMENT_HEADER, Rule
from console.lab.edge.worker_script import Deployment, ScriptVersion, WorkerScript
from console.lab.simulator.demand import DAY_S
from console.lab.simulator.edge_catalogue import RANKER, ROUTER, SUMMARIZER
from console.lab.simulator.edge_control import WorkerEffect

CONFIG, SESSIONS, DICTIONARY = "edge-config", "edge-sessions", "edge-dictionary"
CACHE_KEYS = "cache-keys"
"""The entry of the configuration that says how the cache tells things apart."""
GOOD_KEYS = {"cta": "cta:{segment}:{issue}", "proof": "proof:{segment}:{issue}"}
MIXED_KEYS = {"cta": "content:{segment}:{issue}", "proof": "content:{segment}:{issue}"}
_SESSIONS = 1240
_WORDS = 1000
_LIMITS = {"b2b": 5_400, "b2c": 7_700, "enterprise": 3_200}
"""Requests per second and unit of the estate's size: half as many again as a segment asks for on its strongest day."""
_VERSIONS: dict[str, tuple[tuple[str, float, str, WorkerEffect], ...]] = {
    # tag, age in days, message, what it does
    ROUTER: (
        ("v2.6.0", 61, "Route by segment", WorkerEffect()),
        ("v2.7.1", 19, "Cheaper header parsing", WorkerEffect(cpu_factor=0.97)),
    ),
    RANKER: (
        ("v1.4.1", 33, "Weekly retraining", WorkerEffect(accuracy=0.838)),
        ("v1.4.2", 12, "Weekly retraining", WorkerEffect(accuracy=0.842)),
        ("v1.5.0", 2, "Larger dictionary", WorkerEffect(accuracy=0.851, cpu_factor=1.06)),
        ("v1.5.1", 0.3, "Smaller vectors", WorkerEffect(accuracy=0.752, failed=0.021, cpu_factor=0.9)),
    ),
    SUMMARIZER: (
        ("v0.9.3", 40, "Monthly retraining", WorkerEffect(accuracy=0.858)),
        ("v0.9.4", 9, "Monthly retraining", WorkerEffect(accuracy=0.861)),
    ),
}
_RUNNING: dict[str, tuple[tuple[str, float], ...]] = {
    ROUTER: (("v2.7.1", 100),),
    RANKER: (("v1.4.2", 95), ("v1.5.0", 5)),
    SUMMARIZER: (("v0.9.4", 100),),
}
_CRONS = {RANKER: ("0 17 * * *",), SUMMARIZER: ("30 17 * * *",)}


def seeded_scripts(seed: int, start_s: float) -> dict[str, WorkerScript]:
    """The Workers by name; the ranker is in the middle of a gradual deployment."""
    scripts = {}
    for name, described in _VERSIONS.items():
        versions = [
            ScriptVersion(uuid_id(seed, f"{name}/{tag}"), number, start_s - age_d * DAY_S, tag, message, effect)
            for number, (tag, age_d, message, effect) in enumerate(described, start=1)
        ]
        ids = {one.tag: one.id for one in versions}
        shares = tuple((ids[tag], float(percent)) for tag, percent in _RUNNING[name])
        first = Deployment(uuid_id(seed, f"{name}/deployment/0"), start_s - DAY_S, shares, "wrangler")
        scripts[name] = WorkerScript(seed, name, versions, first, _CRONS.get(name, ()))
    return scripts


def seeded_namespaces(seed: int, start_s: float) -> dict[str, KvNamespace]:
    """The KV namespaces by id."""
    config = {
        CACHE_KEYS: json.dumps(GOOD_KEYS),
        "segments": json.dumps(["b2b", "b2c", "enterprise"]),
        "ranker/current": "v1.4.2",
        "summarizer/current": "v0.9.4",
    }
    entries = {
        CONFIG: {name: KvEntry(text.encode(), {"owner": "platform"}) for name, text in config.items()},
        SESSIONS: {
            f"session:{hex_id(seed, f'session/{number}')[:16]}": KvEntry(b"{}", None, start_s + 7 * DAY_S)
            for number in range(_SESSIONS)
        },
        DICTIONARY: {f"word:{number:04d}": KvEntry(str(number * 37 % 911).encode()) for number in range(_WORDS)},
    }
    return {
        hex_id(seed, f"kv/{title}"): KvNamespace(hex_id(seed, f"kv/{title}"), title, values)
        for title, values in entries.items()
    }


def seeded_rules(size: float) -> list[Rule]:
    """One rate limiting rule per segment, well above what the segment asks for; the excess alone is refused."""
    return [
        {
            "ref": segment,
            "description": f"{segment}: requests of the segment",
            "expression": f'({SEGMENT_HEADER}[0] eq "{segment}")',
            "action": "block",
            "ratelimit": {
                "characteristics": ["cf.colo.id"],
                "period": 60,
                "requests_per_period": round(rps * size) * 60,
                "mitigation_timeout": 0,
            },
        }
        for segment, rps in _LIMITS.items()
    ]
