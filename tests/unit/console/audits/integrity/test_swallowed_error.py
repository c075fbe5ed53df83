"""Errors that Go code gives to nobody. Proves G1.2, G1.11 (INT04)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, told_words

_FILES = {
    "net/host.go": """package net

func Host(address string) string {
	host, _, _ := net.SplitHostPort(address) /* PLANT-INT04 */
	return host
}

func Place(path string) string {
	full, _ := filepath.Abs(path) /* PLANT-INT04 */
	before, _, _ := strings.Cut(full, "=")
	_, file, _, _ := runtime.Caller(0)
	return before + file
}

func Ping(db *DB) {
	err := db.Ping()
	_ = err /* PLANT-INT04 */
}

func Try(db *DB) {
	err := db.Ping()
	// The next call tells it.
	_ = err
	value, found := db.Find("a")
	_, _ = value, found
	_ = value
}
""",
}


def test_what_is_given_to_nobody_is_found(tmp_path: Path) -> None:
    files = {path: text.replace(" /* PLANT-INT04 */", "") for path, text in _FILES.items()}
    outcome = judged(tmp_path, files, "INT04")
    assert {one.place for one in outcome.findings} == marked(_FILES, "INT04"), told_words(outcome)
