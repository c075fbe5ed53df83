# Cell Console. Everything the targets need is set up by themselves: Debian packages by packaging/machine.sh,
# Python packages into .venv from packaging/requirements.lock. The second run does nothing and needs no network.
.POSIX:
.PHONY: help setup setup-test run test test-all check bench fuzz soak screenshots package package-folder package-deb checksums lock clean

PYTHON = python3
WORKERS = 2
VENV = .venv
STAMP = $(VENV)/.locked
RUN = $(VENV)/bin/python
PYTEST = $(RUN) -m pytest -q
TESTS = tests
OFFSCREEN = QT_QPA_PLATFORM=offscreen
SCREEN = QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1920x1080x24"

help:
	@echo "make run          open Cell Console on the lab (sets everything up first)"
	@echo "make test         the tests, without the slow ones"
	@echo "make test-all     all tests"
	@echo "make check        formatting, lints, types, import rules, dead code, norms"
	@echo "make bench        one table: measured, reference, ratio, bar"
	@echo "make fuzz         hostile input for every parser, made anew each time (EXAMPLES=1000 each)"
	@echo "make soak         24 simulated hours of everything at once (30 minutes); HOURS=, SPEED=, or SOAK='--real-hours 2'"
	@echo "make screenshots  every page into build/screenshots"
	@echo "make package      the wheel into dist, built twice and compared"
	@echo "make package-folder  a folder that needs no Python, with its smoke test"
	@echo "make package-deb  the Debian package of that folder"
	@echo "make checksums    bill of materials and checksums of dist, signed with SIGNING_KEY"
	@echo "make setup        only the set-up"
	@echo "make lock         write packaging/requirements.lock anew"
	@echo "make clean        remove what was built (.venv too)"

setup:
	@sh packaging/machine.sh run
	@$(MAKE) -s --no-print-directory $(STAMP)

setup-test:
	@sh packaging/machine.sh test
	@$(MAKE) -s --no-print-directory $(STAMP)

$(STAMP): packaging/requirements.lock packaging/venv.sh pyproject.toml
	@PYTHON=$(PYTHON) sh packaging/venv.sh
	@touch $(STAMP)

run: setup
	$(VENV)/bin/cell-console --estate lab

# What fails is run once more, alone: a machine that does other work at the same time can make a test late, and a real
# fault fails again. Both runs are printed; what passes only alone is to be mended too. A test that answers to nothing
# for seven minutes ends its worker with all stacks printed; another worker runs it again, so nothing may be left to
# run alone (exit status 5).
SAME = --hypothesis-profile=same
WATCHED = -o faulthandler_timeout=420 -o faulthandler_exit_on_timeout=true
AGAIN = --last-failed --last-failed-no-failures=none
QUICK = $(SAME) $(WATCHED) -m "not slow and not screen and not alone" $(TESTS)
TIMED = $(SAME) $(WATCHED) -m "alone and not slow and not screen" $(TESTS)
SHOWN = $(SAME) $(WATCHED) -m "screen and not slow" $(TESTS)

test: setup-test
	$(OFFSCREEN) $(PYTEST) -n $(WORKERS) --dist loadfile $(QUICK) || { [ $$? = 1 ] && { $(OFFSCREEN) $(PYTEST) $(AGAIN) $(QUICK) || [ $$? = 5 ]; }; }
	$(OFFSCREEN) $(PYTEST) -n 1 $(TIMED) || { [ $$? = 1 ] && { $(OFFSCREEN) $(PYTEST) $(AGAIN) $(TIMED) || [ $$? = 5 ]; }; }
	$(SCREEN) $(PYTEST) -n 1 $(SHOWN) || { [ $$? = 1 ] && { $(SCREEN) $(PYTEST) $(AGAIN) $(SHOWN) || [ $$? = 5 ]; }; }

test-all: setup-test
	$(OFFSCREEN) $(PYTEST) -n $(WORKERS) --dist loadfile -m "not screen and not alone" $(TESTS)
	$(OFFSCREEN) $(PYTEST) -m "alone and not screen" $(TESTS) || [ $$? = 5 ]
	$(SCREEN) $(PYTEST) -m screen $(TESTS)

# Dead code (vulture), norms, translations, lock and registry hosts are tests in tests/architecture.
check: setup-test
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(OFFSCREEN) $(PYTEST) -n $(WORKERS) tests/architecture -m "not slow"

EXAMPLES = 1000

# What breaks a parser is printed; it goes into tests/fuzz/corpus once the parser is mended.
fuzz: setup-test
	CELL_CONSOLE_FUZZ=$(EXAMPLES) $(OFFSCREEN) $(PYTEST) -n $(WORKERS) --timeout=14400 tests/fuzz

bench: setup-test
	$(OFFSCREEN) $(RUN) -m tests.benchmarks

HOURS = 24
SPEED = 48
SOAK = --hours $(HOURS) --speed $(SPEED)

soak: setup-test
	$(OFFSCREEN) $(RUN) -m tests.soak $(SOAK)

screenshots: setup
	$(OFFSCREEN) $(RUN) -m tests.screenshots

package: setup
	$(RUN) packaging/wheel.py

package-folder: setup
	$(RUN) packaging/folder.py

package-deb: package-folder
	sh packaging/deb.sh

checksums: setup
	sh packaging/checksums.sh

lock: setup
	sh packaging/lock.sh

clean:
	rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
