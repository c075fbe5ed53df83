"""Rate limiting rules: the entry point of the phase and its rules."""

from collections.abc import Mapping
from typing import Any

from console.lab.edge.edge_account import EdgeAccount
from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.outside.cloudflare.api_call import ApiCall, Reply, when
from console.lab.outside.cloudflare.api_route import Route

_PHASE = "http_ratelimit"
_ENTRY = "zones/{zone}/rulesets/phases/{phase}/entrypoint"
_RULES = "zones/{zone}/rulesets/{ruleset}/rules"


class RuleApi:
    """One ruleset: that of the rate limiting phase; every change answers with all of it."""

    def __init__(self, account: EdgeAccount) -> None:
        self._rules = account.rules

    def routes(self) -> tuple[Route, ...]:
        """What it answers."""
        return (
            Route("GET", "zones/{zone}/rulesets", self._list),
            Route("GET", "zones/{zone}/rulesets/{ruleset}", self._one),
            Route("GET", _ENTRY, self._entry),
            Route("PUT", _ENTRY, self._put),
            Route("POST", _RULES, self._add),
            Route("PATCH", f"{_RULES}/{{rule}}", self._change),
            Route("DELETE", f"{_RULES}/{{rule}}", self._remove),
        )

    def _list(self, _call: ApiCall) -> Reply:
        shown = self._shown() if self._rules.exists else None
        return Reply([] if shown is None else [{name: shown[name] for name in shown if name != "rules"}])

    def _one(self, call: ApiCall) -> Reply:
        self._check(call)
        return Reply(self._shown())

    def _entry(self, call: ApiCall) -> Reply:
        if call.at["phase"] != _PHASE or not self._rules.exists:
            phase = call.at["phase"]
            raise EdgeRefusal(404, 10003, f"could not find entrypoint ruleset in the {phase} phase")
        return Reply(self._shown())

    def _put(self, call: ApiCall) -> Reply:
        if call.at["phase"] != _PHASE:
            raise EdgeRefusal(403, 10000, f"the phase {call.at['phase']} is not part of this lab")
        rules = call.json().get("rules", [])
        if not isinstance(rules, list):
            raise EdgeRefusal(400, 20002, "rules must be a list")
        self._rules.put(rules, call.now_s)
        return Reply(self._shown())

    def _add(self, call: ApiCall) -> Reply:
        self._check(call)
        self._rules.add(call.json(), call.now_s)
        return Reply(self._shown())

    def _change(self, call: ApiCall) -> Reply:
        self._check(call)
        self._rules.change(call.at["rule"], call.json(), call.now_s)
        return Reply(self._shown())

    def _remove(self, call: ApiCall) -> Reply:
        self._check(call)
        self._rules.remove(call.at["rule"], call.now_s)
        return Reply(self._shown())

    def _check(self, call: ApiCall) -> None:
        if not self._rules.exists or call.at["ruleset"] != self._rules.id:
            raise EdgeRefusal(404, 10003, "could not find ruleset")

    def _shown(self) -> dict[str, Any]:
        rules = self._rules
        return {
            "id": rules.id,
            "name": "default",
            "description": "",
            "kind": "zone",
            "phase": _PHASE,
            "version": str(rules.version),
            "last_updated": when(rules.changed_s),
            "rules": [_rule(one) for one in rules.rules],
        }


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {**rule, "last_updated": when(rule["last_updated"])}
