"""Passwords as builders, mailers and settings of services are given them. Proves G1.2, G1.11 (INT02)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/Db.java", 'class Db {{ Pool p = Pool.builder().user("shop").password("{0}").build(); }}\n'),
        ("src/Db.java", 'class Db {{ Pool p = new Pool().withPassword("{0}"); }}\n'),
        ("src/db.rs", 'fn open() {{\n    let password = String::from("{0}");\n}}\n'),
        ("src/db.rs", 'fn open() {{\n    connect(Config {{ password: String::from("{0}") }});\n}}\n'),
        ("web/mail.ts", "export const m = mailer({{ auth: {{ user: 'shop@shop.example', pass: '{0}' }} }});\n"),
        ("web/mail.ts", "export const m = mailer({{\n  auth: {{\n    user: me,\n    pass: '{0}',\n  }},\n}});\n"),
        ("web/db.ts", "export const DB_PASS = '{0}';\n"),
        ("compose.yml", "services:\n  web:\n    environment:\n      - DB_PASS={0}\n"),
        ("conf/app.properties", "smtp_pass={0}\n"),
    ],
)
def test_a_password_is_found_however_it_is_given(tmp_path: Path, path: str, text: str) -> None:
    outcome = judged(tmp_path, {path: text.format("Qx7!mount-Pw")}, "INT02")
    assert tells(outcome, [f"{path}:"]), told_words(outcome)
    assert "mount" not in repr(outcome)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/Db.java", 'class Db { Pool p = Pool.builder().password(System.getenv("PW")).build(); }\n'),
        ("src/Db.java", 'class Db { Form f = form.password("password").label("user_password"); }\n'),
        ("src/Db.java", 'class Db { Users u = users.withPasswordEncoder("bcrypt_12"); }\n'),
        ("src/db.rs", 'fn open() {\n    let password = String::from("");\n}\n'),
        ("web/report.ts", "export const icon = { fail: 'bg-red-500', pass: 'bg-green-500' };\n"),
        ("web/login.ts", "export const names = { user: 'Username', pass: 'Password' };\n"),
        ("web/render.ts", "export const shadow_pass = 'shadow-map_2';\nexport const bypass = 'route-66';\n"),
        ("compose.yml", "services:\n  web:\n    environment:\n      - DB_PASS=${DB_PASS}\n"),
    ],
)
def test_what_only_sounds_like_one_is_none(tmp_path: Path, path: str, text: str) -> None:
    outcome = judged(tmp_path, {path: text}, "INT02")
    assert tells(outcome, []), told_words(outcome)
