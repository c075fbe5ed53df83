"""The commands: name, module and one line of help each; nothing is imported before it is used."""

# No dataclass and no typing here: importing those alone costs more than printing the help.
from console.kernel.i18n import t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class CommandEntry:
    """``module`` has an attribute ``command`` (a click command); ``title`` gives the help line in the language."""

    __slots__ = ("module", "name", "title")

    def __init__(self, name: str, module: str, title: "Callable[[], str]") -> None:
        self.name = name
        self.module = module
        self.title = title


COMMANDS = (
    CommandEntry("lab", "console.cli.lab", lambda: t("Run the lab: a simulated estate with real protocols.")),
    CommandEntry("doctor", "console.cli.doctor", lambda: t("Check versions, tools, connections and rights.")),
    CommandEntry("estate", "console.cli.estate", lambda: t("Make, check and show estate files.")),
    CommandEntry("cells", "console.cli.cells", lambda: t("List the cells with their health and lead metrics.")),
    CommandEntry("diagnose", "console.cli.diagnose", lambda: t("Find known faults of the cells, with their evidence.")),
    CommandEntry("alerts", "console.cli.alerts", lambda: t("List the alerts of the estate, the worst first.")),
    CommandEntry(
        "incidents", "console.cli.incidents", lambda: t("List, watch and steer incidents: timers, escalation, review.")
    ),
    CommandEntry("carbon", "console.cli.carbon", lambda: t("Show the carbon intensity of the grid zones.")),
    CommandEntry("cost", "console.cli.cost", lambda: t("Show what the cells cost; import bills in the FOCUS format.")),
    CommandEntry("capacity", "console.cli.capacity", lambda: t("Forecast demand, and say what the cells can carry.")),
    CommandEntry("routing", "console.cli.routing", lambda: t("Show routers, limits and switches.")),
    CommandEntry("models", "console.cli.models", lambda: t("Show the edge models, the worst section first.")),
    CommandEntry(
        "metrics", "console.cli.metrics", lambda: t("Ask a metric server: queries, series, labels, metadata.")
    ),
    CommandEntry("show", "console.cli.show", lambda: t("Show what a connection of the estate sees.")),
    CommandEntry(
        "resources",
        "console.cli.resources",
        lambda: t("Look at the objects of a cluster: lists, YAML, events, logs, ports."),
    ),
    CommandEntry("repo", "console.cli.repo", lambda: t("Look at repositories on the estate's forges.")),
    CommandEntry("audit", "console.cli.audit", lambda: t("Audit repositories: findings, scores, health.")),
    CommandEntry("notify", "console.cli.notify", lambda: t("List, try and use the channels to people.")),
    CommandEntry("webhooks", "console.cli.webhooks", lambda: t("Receive webhooks on this computer.")),
    CommandEntry("change", "console.cli.change", lambda: t("Plan, review, apply and undo changes.")),
    CommandEntry(
        "policy", "console.cli.policy", lambda: t("List, try and test the policies that changes are checked against.")
    ),
    CommandEntry(
        "rollout",
        "console.cli.rollout",
        lambda: t("Roll a version out over several cells, and watch and steer it."),
    ),
    CommandEntry(
        "rollouts",
        "console.cli.rollouts",
        lambda: t("List the rollouts: what needs you first, then the newest."),
    ),
    CommandEntry(
        "runbook", "console.cli.runbook", lambda: t("List, check, plan and run runbooks, and look at what was done.")
    ),
    CommandEntry("slo", "console.cli.slo", lambda: t("List the objectives with what is left of their budgets.")),
    CommandEntry("judge", "console.cli.judge", lambda: t("Judge a canary by its baseline, and say why.")),
    CommandEntry(
        "gate", "console.cli.gate", lambda: t("Say whether a cell may be released to: objectives, cost, carbon.")
    ),
    CommandEntry(
        "rules",
        "console.cli.rules",
        lambda: t("Make Prometheus rules, Alertmanager routes and Grafana dashboards from objectives."),
    ),
    CommandEntry(
        "replay", "console.cli.replay", lambda: t("Say what a limit or weights would have done to recorded traffic.")
    ),
    CommandEntry("report", "console.cli.report", lambda: t("Write the review of a month or the indicators of a week.")),
    CommandEntry("trail", "console.cli.trail", lambda: t("Show, verify and export the trail of all that was done.")),
    CommandEntry(
        "gameday",
        "console.cli.gameday",
        lambda: t("Practise on the lab: a hidden fault, your time to heal it, and a debrief."),
    ),
    CommandEntry("settings", "console.cli.settings", lambda: t("Show and change the settings of this profile.")),
    CommandEntry("secret", "console.cli.secret", lambda: t("Store, list and remove secrets in the system's keyring.")),
    CommandEntry("completion", "console.cli.completion", lambda: t("Print the completion script of a shell.")),
)
