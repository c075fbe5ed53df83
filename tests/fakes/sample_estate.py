"""A small estate for tests: two clusters, one Prometheus, three cells."""

from console.estate.load import parse_estate
from console.estate.schema.estate import Estate

TEXT = """
schema_version: 1
name: shop
title: Shop, production
environment: {environment}
clusters:
  - {{key: asia, title: Asia cluster, context: asia-prod}}
  - {{key: europe, title: Europe cluster, context: europe-prod}}
prometheus:
  - {{key: metrics, title: Prometheus, url: "http://127.0.0.1:9090"}}
cells:
  - {{key: tokyo, title: Tokyo, kind: regional, cluster: asia, prometheus: metrics, region: ap-northeast-1, zone: JP-TK,
     selectors: {{namespaces: [cell-tokyo]}}, services: [{{name: api, layer: application}}]}}
  - {{key: osaka, title: Osaka, kind: regional, cluster: asia, prometheus: metrics, region: ap-northeast-3, zone: JP-KN,
     selectors: {{namespaces: [cell-osaka]}}, services: [{{name: api, layer: application}}]}}
  - {{key: frankfurt, title: Frankfurt, kind: regional, cluster: europe, prometheus: metrics, region: eu-central-1,
     zone: DE, selectors: {{namespaces: [cell-frankfurt]}}, services: [{{name: api, layer: application}}]}}
"""


def sample_estate(environment: str = "production") -> Estate:
    """Return the estate."""
    return parse_estate(TEXT.format(environment=environment))
