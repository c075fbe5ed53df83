"""Passwords that are handed over rather than assigned, and what is asked of one. Proves G1.2 and G1.11 (INT02)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, told_words

_FILES = {
    "src/app/conf.py": """import os

os.environ.setdefault("API_TOKEN", "tok-48151623")  # PLANT-INT02
os.environ.setdefault("API_TOKEN_HEADER", "x-tok-48151623")
os.environ.setdefault("API_TOKEN", "none")
parser.add_argument("--password", default="Adm1n!23")  # PLANT-INT02
parser.add_argument("--password-file", default="/run/pw")
parser.add_argument("--password", default="", help="the password, such as 'Adm1n!23'")


@click.option("--db-password", envvar="PW", default="Sup3r!pass")  # PLANT-INT02
def main(db_password):
    pass


class Settings(BaseSettings):
    db_password: SecretStr = SecretStr("Blue-Whale-77")  # PLANT-INT02
    api_secret: str = Field(default="zx81-spectrum-48k")  # PLANT-INT02
    password: str = Field(..., min_length=8)
    token_name: str = Field(default="x-shop-token-2")
""",
    "web/src/conf.ts": """headers['X-Api-Key'] = 'k-93jd83jd93jd83' // PLANT-INT02
headers['X-Api-Key-Name'] = 'k-93jd83jd93jd83'
if (form['password'] === 'k-93jd83jd93jd83') send()
const rules = { password: 'required|string|min:8', secret: 'nullable|max:255' }
""",
    "src/main/java/Conf.java": """class Conf {
  @Value("${db.password:S3cret-default}") // PLANT-INT02
  private String password;
  @Value("${db.password:}") private String none;
  @Value("${db.password}") private String set;
  void a() { props.put("db.password", "Pr0perties-pw"); } // PLANT-INT02
  void b() { labels.put("password", "Passwort"); }
}
""",
}


def test_passwords_that_are_handed_over_are_found(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _FILES, "INT02")
    assert {one.place for one in outcome.findings} == marked(_FILES, "INT02"), told_words(outcome)
    assert not any(secret in str(told_words(outcome)) for secret in ("48151623", "Adm1n", "Whale", "k-93jd", "S3cret"))
