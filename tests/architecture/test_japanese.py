"""Runbooks, reports, help and what the desktop shows of the program speak Japanese. (proves issue 8 "Japanese")

The command line: ``tests/unit/console/cli/test_japanese_help.py``; the window: ``tests/gui/test_every_page.py``.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
import yaml

from console.domain.audit.rule_severity import RuleSeverity
from console.domain.game_day.game_day import MarkWord
from console.domain.health import Health
from console.kernel.i18n import Speaking
from console.kernel.registry import load_all
from console.presenters.audit_word import severity_word
from console.presenters.game_days.game_word import mark_word
from console.presenters.health_word import health_word
from console.presenters.incident_text import event_word
from console.presenters.inventory_kind import INVENTORIES
from console.presenters.markdown_block import MarkdownBlock, markdown_blocks
from console.presenters.report_topics import REPORT_TOPICS, report_topic
from console.reports.render import render
from console.reports.renderer import RENDERERS
from console.reports.renderers.markdown import render_markdown
from tests.architecture.translation import catalogue
from tests.fakes.foreign_word import NAMES, foreign_words, prose_of
from tests.fakes.reviewed_estate import made

_AUDITS = "integrity tdd flow sages git servant strict predictive startup enterprise open source"
AUDITS = frozenset(_AUDITS.split())  # audits and profiles by the names under which one asks for them
COMMAND = re.compile(r"cell-console[\w -]*")
CLOSE = re.compile(r"(?=([ぁ-ヺー一-鿿]\d|\d[ぁ-ヺー一-鿿]))")
PROSE = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){2,}")


def english_in(text: str) -> list[str]:
    """Runs of English words in the prose of a Markdown text; code, queries and links are left out."""
    return [found for span in _words(markdown_blocks(text)) for found in PROSE.findall(span)]


def _words(blocks: tuple[MarkdownBlock, ...]) -> Iterator[str]:
    for block in blocks:
        if block.kind != "code":
            for cell in (block.spans, *block.cells):
                yield from (COMMAND.sub("", span.text) for span in cell if not span.code and not span.address)


def test_the_search_finds_english_prose_and_leaves_code_alone() -> None:
    assert english_in("これは Forgotten english sentence です") == ["Forgotten english sentence"]
    assert english_in("セルの `sum by cell of rate` を確認\n\n```\nkubectl get pods of all\n```\n") == []


def test_every_japanese_runbook_is_japanese(root_dir: Path) -> None:
    folder = root_dir / "resources" / "runbooks"
    names = {path.name for path in (folder / "en").glob("*.md")}
    assert names == {path.name for path in (folder / "ja").glob("*.md")}
    english = {}
    for path in sorted((folder / "ja").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        body = text.split("---", 2)[2] if text.startswith("---") else text
        if found := english_in(body):
            english[path.name] = found
    assert english == {}


def test_numbers_stand_off_from_japanese_words(root_dir: Path) -> None:
    assert CLOSE.findall("直近5分、5 分、1つ、W3C") == ["近5", "5分", "1つ"]
    pages = (*(root_dir / "resources").glob("*/ja/*.json"), *(root_dir / "resources").glob("*/ja/*.md"))
    close = {page.name: found for page in pages if (found := CLOSE.findall(page.read_text(encoding="utf-8")))}
    assert close == {}


# One word and one way of writing for one thing; what stands here was used beside the word that is meant.
OTHER_WORDS = re.compile(
    "クエリー|ポッド|クラスタ(?!ー)|フォルダ(?!ー)|パラメータ(?!ー)|メモリー|チャネル|ゲームデイ|メトリックサーバー|消費速度|利用者|監査証跡"
    "|ホスティング|検出結果|認証情報|秘密情報|ネームスペース|電力網|重要度|予行|解錠|ふりかえり|わかりません|既に|下さい|[（）：〜“”]"
)
LABEL = re.compile("「([^」]*)」")
NO_LABELS = {"–", "p", "カバー率", "変更 × 複雑さ", "データ不足 (あと何リクエスト)", "どうなっていたか"}


def test_one_thing_has_one_japanese_word(root_dir: Path) -> None:
    resources = root_dir / "resources"
    texts = [("help", path.name, path.read_text(encoding="utf-8")) for path in (resources / "help/ja").glob("*.md")]
    texts += [("runbooks", path.name, path.read_text(encoding="utf-8")) for path in resources.glob("runbooks/ja/*.md")]
    texts += [(english, "", told) for english, told in catalogue(resources / "i18n" / "ja")[0].items()]
    found = {(where, name): OTHER_WORDS.findall(text) for where, name, text in texts}
    assert {place: words for place, words in found.items() if words} == {}


def test_the_help_names_what_is_on_screen(root_dir: Path) -> None:
    labels = {one.rstrip("… ") for one in catalogue(root_dir / "resources" / "i18n" / "ja")[0].values()} | NO_LABELS
    pages = (root_dir / "resources" / "help" / "ja").glob("*.md")
    named = {(page.name, one) for page in pages for one in LABEL.findall(page.read_text(encoding="utf-8"))}
    assert {(page, one) for page, one in named if one.rstrip("… ") not in labels} == set()


def test_a_word_of_many_meanings_is_translated_where_it_stands() -> None:
    load_all("console.presenters.inventory")
    with Speaking("ja"):
        heads = {(kind.key, one.key): one.title for kind in INVENTORIES for one in kind.columns()}
        assert event_word("test") == "テストメッセージ"
        assert mark_word(MarkWord.LOST) == "失われた"
        assert severity_word(RuleSeverity.CRITICAL) == health_word(Health.CRITICAL) == "重大"
    assert (
        heads["CarbonIntensity", "from"]
        == heads["CloudCost", "from"]
        == heads["DashboardAnnotation", "start"]
        == "開始"
    )
    assert heads["Allocation", "efficiency"] == "要求量に対する使用率"
    assert heads["Zone", "plan"] == "プラン"


def test_a_japanese_review_is_japanese() -> None:
    with Speaking("ja"):
        text = render_markdown(made()).decode()
    assert len(text) > 2_000
    assert english_in(text) == []


def test_a_single_forgotten_word_is_found_and_names_and_commands_are_left_alone() -> None:
    assert foreign_words("残りの budget を確認") == ["budget"]
    assert foreign_words("Pod の `kubectl get` と cell-console audit run を https://x.example/a で --dry-run") == []
    assert list(prose_of("---\ntitle: X\n---\n手順 `code`\n\n```sh\nleft alone\n```\n")) == ["手順  "]


@pytest.mark.parametrize("folder", ["runbooks", "help"])
def test_no_word_of_a_runbook_or_help_page_is_english(root_dir: Path, folder: str) -> None:
    pages = sorted((root_dir / "resources" / folder / "ja").glob("*.md"))
    assert len(pages) > 20
    english = {}
    for page in pages:
        texts = (*prose_of(page.read_text(encoding="utf-8")), *_front(page))
        found = {word for text in texts for word in foreign_words(text, NAMES | AUDITS)}
        if found:
            english[page.name] = found
    assert english == {}


def _front(page: Path) -> Iterator[str]:
    """Yield what a runbook says of itself: its title, what its parameters and choices mean."""
    head = page.read_text(encoding="utf-8").split("---", 2)[1] if page.read_text().startswith("---") else ""
    parts = [yaml.safe_load(head)] if head else []
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            yield from (
                one for key, one in part.items() if key in {"title", "summary", "help"} and isinstance(one, str)
            )
            parts += part.values()
        elif isinstance(part, list):
            parts += part


_PLAYED = "web latency tight availability tokyo osaka metrics shop east ada more room wide costs Tokyo Osaka slos"
PLAYED = frozenset(_PLAYED.split())  # what the estate of the test is called, and what people wrote in it


@cache
def _report(form: str) -> bytes:
    with Speaking("ja"):
        document = made()
    load_all("console.reports.renderers")
    return render(document, form)


def _html(content: bytes) -> Iterator[str]:
    text = re.sub(r"<(style|script|code|pre).*?</\1>", "", content.decode(), flags=re.DOTALL)
    yield from re.findall(r'(?:alt|title|aria-label)="([^"]*)"', text)
    yield from re.split(r"<[^>]+>", text)


def _csv(content: bytes) -> Iterator[str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))  # its heads and kinds of blocks are for programs
    for row in rows:
        if row["block"] != "code":
            yield from (row[name] or "" for name in ("chapter", "section", "column", "text", "unit"))


def _xlsx(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if re.search(r"sharedStrings|charts/chart|workbook.xml$", name):
                root = ElementTree.fromstring(book.read(name))
                yield from (one.text or "" for one in root.iter() if one.tag.endswith(("}t", "}v")))
                yield from (one.get("name", "") for one in root.iter() if one.tag.endswith("}sheet"))


def _pdf(content: bytes) -> Iterator[str]:
    for page in pypdfium2.PdfDocument(content):
        yield page.get_textpage().get_text_bounded()


READ: dict[str, Callable[[bytes], Iterator[str]]] = {
    "md": lambda content: prose_of(content.decode()), "html": _html, "csv": _csv, "xlsx": _xlsx, "pdf": _pdf,
}  # fmt: skip


def test_every_format_of_a_review_is_read_here() -> None:
    load_all("console.reports.renderers")
    assert {one.key for one in RENDERERS} == set(READ)


@pytest.mark.parametrize("form", READ)
def test_no_word_of_a_japanese_review_is_english_in_any_format(form: str) -> None:
    texts = list(READ[form](_report(form)))
    assert sum(map(len, texts)) > 3_000
    code = re.compile(r"asked for \w+|slo:ratio|cost-days")  # the queries of the appendix
    assert {one for text in texts for one in foreign_words(code.sub("", text), NAMES | PLAYED)} == set()


def test_what_a_review_was_read_from_is_told_in_words() -> None:
    with Speaking("ja"):
        said = {one: report_topic(one) for one in REPORT_TOPICS}
    assert [one for one, word in said.items() if not re.search("[ぁ-ヿ一-鿿]", word) and word not in NAMES] == []


def test_the_desktop_shows_the_program_in_japanese(root_dir: Path) -> None:
    entry = next((root_dir / "packaging" / "desktop").glob("*.desktop")).read_text(encoding="utf-8")
    for group in re.split(r"(?m)^\[", entry)[1:]:
        given = dict(line.split("=", 1) for line in group.splitlines() if "=" in line)
        for key in ("Name", "GenericName", "Comment", "Keywords"):
            assert (key in given) == (f"{key}[ja]" in given), key
            said = given.get(f"{key}[ja]", "")
            assert said == given.get(key, "") == "Cell Console" or not said or re.search("[ぁ-ヿ一-鿿]", said), key


def test_what_software_centres_show_is_japanese(root_dir: Path) -> None:
    component = ElementTree.parse(next((root_dir / "packaging" / "desktop").glob("*.metainfo.xml"))).getroot()
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    description = component.find("description")
    assert description is not None
    missing = []
    for parent in (component, *component.findall("developer"), description):
        told = [one for one in parent if one.tag in {"name", "summary", "caption", "p", "ul"}]
        for tag in {one.tag for one in told}:
            here = [one for one in told if one.tag == tag]
            japanese = [one for one in here if one.get(language) == "ja"]
            if len(japanese) * 2 != len(here):
                missing.append(f"{parent.tag}/{tag}")
            for one in japanese:
                texts = [part.text or "" for part in (one, *one) if (part.text or "").strip()]
                missing += [text for text in texts if not re.search("[ぁ-ヿ一-鿿]", text) and text != "Cell Console"]
    assert missing == []
