"""Finding what is still English in a Japanese text: single words, without names and what is typed as it is."""

import re
from collections.abc import Iterator

from console.presenters.markdown_block import markdown_blocks

_WORD = re.compile(r"(?<![\w./:=%$@<{#-])[A-Za-z][a-z]{2,}(?![\w/=:>]|[.-][\w])")
_TYPED = re.compile(
    # Code, quoted words to type, addresses, options, commands, files, anchors, and default values of options.
    r"`[^`]*`|“[^”]*”|「[a-z][^」]*」|https?://\S+|(?<![\w-])--?[a-z][\w-]*|\b[\w.*-]+\.(?:md|json|yaml|rego|bak|prom)\b|\{#[\w-]+\}"
    r"|\b(?:cell-console|console-audit|git|promtool)(?: (?:[a-z][\w-]*|[A-Z]{2,}))+|\[既定値: [^\]]*\]|既定: [\w./-]+"
)
# Products, their objects and fields, authors of methods, titles of standards: written the same in every language.
_SAME_EVERYWHERE = """
Alertmanager Argo Azure Backstage Bitbucket Brunner Carbon Cell Cloud Cloudflare Console CronJob Ctrl Deployment DevOps
Electricity Enterprise Footprint Gatekeeper Git GitHub GitLab Grafana Helm Holm Intensity Istio Job Kafka Kayenta Kepler
Kubernetes Lines Litmus Locust Maps Markdown Munzel Newcombe Pod Prometheus Python Ready Rego Reliability Rollout
Rollouts Schema Secret Site Slack Sloth Software The Ville Webhook Workbook Worker Workers
country cron crontab dev hash kubeconfig metrics namespace osv scanning segment status systemd textfile webhook zip
"""
NAMES = frozenset(_SAME_EVERYWHERE.split())


def foreign_words(text: str, known: frozenset[str] = NAMES) -> list[str]:
    """Return the English words of a text; ``known`` are those that are right there."""
    return [one for one in _WORD.findall(_TYPED.sub(" ", text)) if one not in known]


def prose_of(markdown: str) -> Iterator[str]:
    """Yield what a reader sees of a Markdown text, without code and links."""
    body = markdown.split("---", 2)[2] if markdown.startswith("---") else markdown
    for block in markdown_blocks(body):
        if block.kind != "code":
            for cell in (block.spans, *block.cells):
                yield "".join(" " if span.code or span.address else span.text for span in cell)
