"""Every mistake in an estate file is told with its line, its path and what was expected. (issue 2, 3)"""

import pytest

from console.estate.load import parse_estate
from console.estate.problem import FileInvalid

HEAD = "schema_version: 1\nname: shop\n"

# (what is wrong, text after the head, all problems as they are printed)
BAD: list[tuple[str, str, list[str]]] = [
    (
        "misspelt section",
        "clusterz: []\n",
        ['e:3:1: clusterz - there is no key "clusterz" here; did you mean "clusters"?'],
    ),
    (
        "unknown key without a near one",
        "clusters:\n  - key: a\n    colour: red\n",
        [
            (
                'e:5:5: clusters[0].colour - there is no key "colour" here; known: key, title, environment, '
                "kubeconfig, context, namespaces, proxy, audits."
            )
        ],
    ),
    ("missing key", "clusters:\n  - title: A\n", ['e:4:5: clusters[0] - "key" is missing.']),
    (
        "key with capitals",
        "clusters:\n  - key: Asia East\n",
        [
            (
                'e:4:10: clusters[0].key - expected lower-case letters, digits and "-" (at most 63, no "-" '
                'at the ends); found "Asia East".'
            )
        ],
    ),
    (
        "range of versions that nothing lies in",
        "cloudflare: [{key: a, account_id: 'ACCOUNT', token: 'env:T'}]\n".replace("ACCOUNT", "0" * 32)
        + "models:\n  - key: m\n    worker: w\n    account: a\n    current: v1\n"
        + "    compatibility: [{versions: v1.x, works_with: ['>=1.1']}]\n",
        [
            (
                "e:9:51: models[0].compatibility[0].works_with[0] - expected a version or range such as v1.2.3 or "
                'v1.2.x; found ">=1.1".'
            )
        ],
    ),
    (
        "number for text",
        "clusters:\n  - {key: a, context: 5}\n",
        ["e:4:23: clusters[0].context - expected text; found 5; write it in quotes."],
    ),
    (
        "text for a number",
        "prometheus:\n  - {key: p, url: 'https://p', poll_s: often}\n",
        ['e:4:40: prometheus[0].poll_s - expected a number; found "often".'],
    ),
    (
        "quoted number",
        "prometheus:\n  - {key: p, url: 'https://p', poll_s: '5'}\n",
        ['e:4:40: prometheus[0].poll_s - expected a number; found "5".'],
    ),
    (
        "too often",
        "prometheus:\n  - {key: p, url: 'https://p', poll_s: 0.1}\n",
        ["e:4:40: prometheus[0].poll_s - expected at least 1; found 0.1."],
    ),
    (
        "no web address",
        "prometheus:\n  - {key: p, url: ftp://p}\n",
        ['e:4:19: prometheus[0].url - expected an address that begins with http:// or https://; found "ftp://p".'],
    ),
    (
        "list where a mapping belongs",
        "clusters:\n  - [a]\n",
        ["e:4:5: clusters[0] - expected a mapping; found a list."],
    ),
    ("mapping where a list belongs", "clusters: {key: a}\n", ["e:3:11: clusters - expected a list; found a mapping."]),
    (
        "misspelt choice",
        "clusters:\n  - key: a\ncells:\n  - {key: c, cluster: a, kind: reginal}\n",
        ['e:6:32: cells[0].kind - expected one of regional, functional; found "reginal"; did you mean "regional"?'],
    ),
    (
        "misspelt kind of authentication",
        "prometheus:\n  - {key: p, url: 'https://p', auth: {kind: barer, token: 'env:X'}}\n",
        ['e:4:38: prometheus[0].auth - expected one of bearer, basic; found "barer"; did you mean "bearer"?'],
    ),
    (
        "key of the other kind of authentication",
        "prometheus:\n  - {key: p, url: 'https://p', auth: {kind: bearer, token: 'env:X', usernam: me}}\n",
        ['e:4:69: prometheus[0].auth.usernam - there is no key "usernam" here; known: kind, token.'],
    ),
    (
        "cluster that does not exist",
        "clusters:\n  - key: asia\ncells:\n  - {key: c, kind: regional, cluster: asai}\n",
        ['e:6:39: cells[0].cluster - there is no "asai" in clusters; did you mean "asia"?'],
    ),
    (
        "reference into an empty section",
        "projects:\n  - {key: p, url: 'https://x/y.git', team: core}\n",
        ['e:4:44: projects[0].team - there is no "core" in teams, which is empty; add it there.'],
    ),
    (
        "provider among all kinds of Git providers",
        (
            "github:\n  - {key: hub}\ngitlab:\n  - {key: lab, url: 'https://g/api/v4'}\n"
            "projects:\n  - {key: p, url: 'https://x/y.git', provider: zzz}\n"
        ),
        ['e:8:48: projects[0].provider - there is no "zzz" in github/gitlab/bitbucket/azure_devops; known: hub, lab.'],
    ),
    (
        "template that does not exist",
        (
            "clusters:\n  - key: a\ntemplates:\n  - {key: small}\ncells:\n"
            "  - {key: c, kind: regional, cluster: a, template: smal}\n"
        ),
        ['e:8:52: cells[0].template - there is no "smal" in templates; did you mean "small"?'],
    ),
    (
        "connection key used by another section",
        "clusters:\n  - key: main\nprometheus:\n  - {key: main, url: 'https://p'}\n",
        ['e:6:11: prometheus[0].key - "main" is used twice, first in clusters[0].key; choose another.'],
    ),
    (
        "service and store of one name",
        "templates:\n  - key: t\n    services: [{name: x, layer: ai}]\n    data_stores: [{name: x}]\n",
        [
            (
                'e:6:26: templates[0].data_stores[0].name - "x" is used twice, first in templates[0].services[0].name; '
                "choose another."
            )
        ],
    ),
    (
        "maximum below minimum",
        "templates:\n  - {key: t, autoscale: {min: 5, max: 3}}\n",
        ["e:4:39: templates[0].autoscale.max - max 3 is less than min 5; exchange or correct them."],
    ),
    (
        "weights that do not sum to one",  # L5.1
        (
            "clusters:\n  - key: a\nrouters:\n  - kind: model\n    key: m\n    cluster: a\n"
            "    config_map: {namespace: n, name: c, entry: e}\n"
            "    targets: [{name: x, weight: 0.6}, {name: y, weight: 0.41}]\n"
        ),
        ["e:10:14: routers[0].targets - the weights sum to 1.01; they must sum to 1."],
    ),
    (
        "one cell twice in a router",
        (
            "clusters:\n  - key: a\ncells:\n  - {key: c, kind: regional, cluster: a}\nrouters:\n"
            "  - {kind: istio, key: r, cluster: a, namespace: n, name: v,\n"
            "     destinations: [{cell: c, destination: x}, {cell: c, destination: y}]}\n"
        ),
        [
            (
                'e:9:55: routers[0].destinations[1].cell - "c" is used twice, first in '
                "routers[0].destinations[0].cell; choose another."
            )
        ],
    ),
    (
        "currency",
        "budgets:\n  - {key: b, limit: {amount: 1, currency: yen}}\n",
        [
            (
                "e:4:43: budgets[0].limit.currency - expected a currency of three capital letters such as USD, JPY "
                'or EUR; found "yen".'
            )
        ],
    ),
    (
        "time without an offset",
        (
            "calendars:\n  - {key: c, entries: [{title: x, kind: freeze, start: 2026-01-01T00:00:00,"
            " end: 2026-01-02T00:00:00Z}]}\n"
        ),
        [
            (
                "e:4:56: calendars[0].entries[0].start - expected a time with its offset such "
                'as 2026-11-27T00:00:00+09:00; found "2026-01-01T00:00:00".'
            )
        ],
    ),
    (
        "end before start, unknown zone",
        (
            "calendars:\n  - key: c\n    time_zone: Asia/Tokio\n    entries:\n      - {title: x, kind: freeze,"
            " start: 2026-01-02T00:00:00Z, end: 2026-01-01T00:00:00Z}\n"
        ),
        [
            (
                'e:5:16: calendars[0].time_zone - there is no time zone "Asia/Tokio"; use a name such as Asia/Tokyo '
                "or UTC."
            ),
            "e:7:68: calendars[0].entries[0].end - the end is not after the start; correct one of them.",
        ],
    ),
    (
        "carbon source without its token",
        "carbon:\n  - {key: grid, provider: electricity-maps}\n",
        ['e:4:5: carbon[0] - "token" is missing; electricity-maps needs it.'],
    ),
    (
        "lab mixed with real connections",
        "clusters:\n  - {key: a, environment: lab}\n",
        [
            (
                "e:4:27: clusters[0].environment - the lab and real connections are never mixed; keep them in separate "
                "estate files."
            )
        ],
    ),
    (
        "country that YAML takes for a truth value",
        "clusters:\n  - key: a\ncells:\n  - {key: c, kind: regional, cluster: a, zone: NO}\n",
        [
            (
                "e:6:48: cells[0].zone - an unquoted NO means true or false to some YAML programs; write "
                '"NO" in quotes if it is text (a country, a zone), or true or false.'
            )
        ],
    ),
    (
        "newer schema version",
        "",
        [
            (
                "e:1:17: schema_version - the file has schema version 7, but this Cell Console reads up to 1; "
                "update Cell Console."
            )
        ],
    ),
    ("empty list of targets", "", ["e:9:14: routers[0].targets - expected at least one entry."]),
    (
        "list whose only entry is not valid",
        (
            "clusters:\n  - key: a\nrouters:\n  - {kind: istio, key: r, cluster: a, namespace: n, name: m,\n"
            "     destinations: [{cell: 5, destination: d}]}\n"
        ),
        ["e:7:28: routers[0].destinations[0].cell - expected text; found 5; write it in quotes."],
    ),
]


def _text(name: str, body: str) -> str:
    if name == "newer schema version":
        return "schema_version: 7\nname: shop\nanything: goes\n"
    if name == "empty list of targets":
        return (
            HEAD + "clusters:\n  - key: a\nrouters:\n  - {kind: model, key: m, cluster: a,\n"
            "     config_map: {namespace: n, name: c, entry: e},\n\n    targets: []}\n"
        )
    return HEAD + body


@pytest.mark.parametrize(("name", "body", "expected"), BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_estate_is_told_with_line_path_and_expectation(name: str, body: str, expected: list[str]) -> None:
    with pytest.raises(FileInvalid) as caught:
        parse_estate(_text(name, body), "e")
    assert [str(problem) for problem in caught.value.problems] == expected


def test_all_problems_are_listed_in_the_order_of_the_file() -> None:
    text = "name: Bad Name\nclusters:\n  - {key: a, kontext: x}\ncells:\n  - {key: c, kind: regional, cluster: b}\n"
    with pytest.raises(FileInvalid) as caught:
        parse_estate(text, "e")
    assert [(one.position.line, one.where) for one in caught.value.problems] == [
        (1, "name"),
        (3, "clusters[0].kontext"),
        (5, "cells[0].cluster"),
    ]
    assert "More problems: 2; see all with: cell-console estate lint e" in str(caught.value)


SECRETS = [
    "ghp_0123456789abcdefghij0123456789abcdef",
    "glpat-abcdefghijklmnopqrst",
    "xoxb-1234567890-abcdefghij",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl",
    "Bearer abcdefgh12345678",
    "AKIAIOSFODNN7EXAMPLE",
    "https://user:hunter2hunter2@prometheus.example.org",
    "https://hooks.slack.com/services/T0/B0/xyz",
    "just-a-password",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_in_plain_text_is_refused_with_how_to_store_it_and_never_repeated(secret: str) -> None:
    text = f"{HEAD}cloudflare:\n  - key: edge\n    account_id: '{'0' * 32}'\n    token: {secret}\n"
    with pytest.raises(FileInvalid) as caught:
        parse_estate(text, "e")
    [problem] = caught.value.problems
    assert problem.position.line == 6
    assert "store it with: cell-console secret set NAME" in problem.sentence
    assert secret not in str(caught.value)


@pytest.mark.parametrize("secret", SECRETS[:-1])
def test_a_secret_anywhere_in_the_file_is_refused(secret: str) -> None:
    text = f"{HEAD}clusters:\n  - key: a\n    title: '{secret}'\n"
    with pytest.raises(FileInvalid) as caught:
        parse_estate(text, "e")
    assert [one.where for one in caught.value.problems] == ["clusters[0].title"]
    assert secret not in str(caught.value)


@pytest.mark.parametrize(
    "title",
    ["Token service", "Token refresh", "Basic cluster", "Bearer gateway", "my-sk-learn-inference-service",
     "sk-learn-inference-service", "token refresh for all customers 2026"],
)  # fmt: skip
def test_an_ordinary_title_is_no_secret(title: str) -> None:
    assert parse_estate(f"{HEAD}clusters:\n  - key: a\n    title: '{title}'\n").clusters[0].title == title


def test_a_short_credential_is_one_where_headers_are_written() -> None:
    at = "prometheus:\n  - key: prom\n    url: https://prom\n    headers: {Authorization: Basic dXNlcjpwYXNz}\n"
    with pytest.raises(FileInvalid) as caught:
        parse_estate(f"{HEAD}{at}")
    assert [one.where for one in caught.value.problems] == ["prometheus[0].headers.Authorization"]
    assert "dXNl" not in str(caught.value)


@pytest.mark.parametrize("address", ["https://prom:99999", "https://prom:0", "https://[::1", "https://:9090"])
def test_an_address_without_a_host_or_with_no_port_is_refused(address: str) -> None:
    with pytest.raises(FileInvalid) as caught:
        parse_estate(f"{HEAD}prometheus:\n  - key: prom\n    url: '{address}'\n", "e")
    assert [str(one) for one in caught.value.problems] == [
        (
            "e:5:10: prometheus[0].url - expected an address with a host, and a port from 1 to 65535 where one is told,"
            " such as https://host:8443/path."
        )
    ]


@pytest.mark.parametrize(
    ("results", "is_sound"),
    [("s3+https://store/b?region=R", True), ("s3+https://store:99999/b", False), ("s3+https://[::1/b", False)],
)
def test_the_address_of_results_is_one_too(results: str, is_sound: bool) -> None:
    audits = f"audits: {{image: 'i:1', results: '{results}', results_token: 'keyring:t'}}"
    text = f"{HEAD}clusters:\n  - key: a\n    {audits}\n"
    if is_sound:
        assert parse_estate(text).clusters[0].audits is not None
        return
    with pytest.raises(FileInvalid, match="expected an address with a host"):
        parse_estate(text)


def test_references_are_no_secrets() -> None:
    tokens = ["keyring:prod/edge", "env:EDGE_TOKEN", "file:/run/secrets/edge"]
    for token in tokens:
        text = f"{HEAD}cloudflare:\n  - {{key: edge, account_id: '{'0' * 32}', token: '{token}'}}\n"
        assert parse_estate(text).cloudflare[0].token == token


def test_connections_take_the_environment_of_the_estate_unless_they_say_otherwise() -> None:
    text = "name: x\nenvironment: staging\nclusters:\n  - key: a\n  - {key: b, environment: production}\n"
    assert [one.environment.value for one in parse_estate(text).connections()] == ["staging", "production"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
@pytest.mark.parametrize("end", ["9999-12-31T23:59:59Z", "2999-12-31T00:00:00Z"])
def test_an_open_end_and_a_start_long_ago_are_no_problem(zone: str, end: str) -> None:
    entry = f"{{title: x, kind: freeze, start: '1969-01-01T00:00:00Z', end: '{end}', repeat: daily}}"
    text = f"{HEAD}calendars:\n  - key: c\n    time_zone: {zone}\n    entries:\n      - {entry}\n"
    assert parse_estate(text).calendars[0].entries[0].title == "x"
