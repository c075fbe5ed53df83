"""The words of the policies that come with the console: what they refuse, and how to comply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from console.kernel.i18n import localized, t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class ShippedPolicy(NamedTuple):
    """``title`` and what it ``refuses``, translated."""

    title: str
    refuses: str


def shipped_policies() -> dict[str, ShippedPolicy]:
    """Return the words of each policy by its name."""
    return {
        "error-budget": ShippedPolicy(
            t("Error budget"), t("New releases in production to a cell whose error budget is spent.")
        ),
        "freeze-windows": ShippedPolicy(
            t("Freeze windows"), t("Changes that users feel, while a freeze of the estate's calendars is on.")
        ),
        "production-reason": ShippedPolicy(t("Reason in production"), t("Changes of production that say no reason.")),
        "quota-bounds": ShippedPolicy(
            t("Quota bounds"), t("Quotas that leap; in production also quotas of nothing, and taking one away.")
        ),
        "replica-bounds": ShippedPolicy(
            t("Replica bounds"), t("More replicas than allowed, leaps, and in production no replica at all.")
        ),
        "second-signature": ShippedPolicy(
            t("Second signature"),
            t("Changes of production that no second operator has signed, once the estate names operators."),
        ),
        "step-size": ShippedPolicy(t("Step size"), t("Raising a weight in production by too much at once.")),
        "weight-bounds": ShippedPolicy(
            t("Weight bounds"), t("Weights outside the bounds of the estate, or that do not spread everything.")
        ),
    }


def finding_words(code: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Return the sentence of a finding and how to comply; raise ``KeyError`` for a code that is not known."""
    text, comply = _WORDS[code]
    given = {name: _number(value) for name, value in values.items()}
    return text(given), comply(given)


def _number(value: object) -> object:
    return localized(f"{value:.6g}") if isinstance(value, float) else value


_WORDS: dict[str, tuple[Callable[[dict[str, Any]], str], Callable[[dict[str, Any]], str]]] = {
    "weight-low": (
        lambda v: t("{name} would get {after} %, less than the least of {least} %.", **v),
        lambda _v: t("Give it at least that much or nothing at all (policy_limits.least_weight of the estate)."),
    ),
    "weight-high": (
        lambda v: t("{name} would get {after} %, more than the most of {most} %.", **v),
        lambda _v: t("Leave the rest to others (policy_limits.most_weight of the estate)."),
    ),
    "weight-sum": (
        lambda v: t("The weights would sum to {sum} %.", **v),
        lambda _v: t("Change them so that they sum to 100 %."),
    ),
    "step-large": (
        lambda v: t("{name} would go from {before} % to {after} % at once, by more than {most} points.", **v),
        lambda v: t("Go in steps of at most {most} points (policy_limits.weight_step of the estate).", **v),
    ),
    "frozen": (
        lambda v: t("The freeze “{title}” is on until {ends}.", **v),
        lambda _v: t("Wait until it ends, or change the estate's calendar. Undoing and aborting are allowed."),
    ),
    "budget-spent": (
        lambda v: t("The error budget of {objective} in {cell} is spent: {left} % are left.", **v),
        lambda _v: t("Wait until it has recovered. Undoing, aborting and moving traffic between cells are allowed."),
    ),
    "budget-unknown": (
        lambda v: t("Nobody knows how much of the error budget of {objective} in {cell} is left.", **v),
        lambda _v: t("Look at the page SLOs before you release."),
    ),
    "reason-missing": (
        lambda _v: t("A change of production says why."),
        lambda _v: t("Say why, in a few words."),
    ),
    "signature-missing": (
        lambda _v: t("A second operator has not signed this change of production."),
        lambda _v: t("Have it signed by another operator: cell-console change export ID"),
    ),
    "signature-refused": (
        lambda v: t("A signature does not count: {why}", **v),
        lambda _v: t("Have it signed again."),
    ),
    "quota-large": (
        lambda v: t("{name} would go from {before} to {after}, more than {factor} times as much.", **v),
        lambda _v: t("Raise it in steps (policy_limits.quota_factor of the estate)."),
    ),
    "quota-none": (
        lambda v: t("{name} would go from {before} to nothing.", **v),
        lambda _v: t("Leave a little, or move the traffic away first."),
    ),
    "quota-gone": (
        lambda v: t("The bound {name} would be taken away.", **v),
        lambda _v: t("Set a number in its place."),
    ),
    "replicas-many": (
        lambda v: t("There would be {after} replicas, more than the most of {most}.", **v),
        lambda _v: t("Stay below it (policy_limits.most_replicas of the estate)."),
    ),
    "replicas-leap": (
        lambda v: t("Replicas would go from {before} to {after}, more than {factor} times as many.", **v),
        lambda _v: t("Go in steps (policy_limits.replica_factor of the estate)."),
    ),
    "replicas-none": (
        lambda _v: t("No replica would be left in production."),
        lambda _v: t("Keep at least one, or move the traffic away and remove the workload."),
    ),
}
