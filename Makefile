# Two commands are enough: `make run` and `make test`. The rest is for those who build.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.9

.PHONY: setup run test test-browser test-slow check bench bench-diaries fuzz mutants release-check messages lock clean

run: $(VENV)/run.stamp
	$(BIN)/homing serve

setup: $(VENV)/dev.stamp

# Tests make thousands of vaults and wait each time until the disk has them: in memory that costs nothing. Where there
# are no two gigabytes of it for files, or no program may run there, it is the disk.
MEMORY := /dev/shm
IN_MEMORY = $(shell [ -w $(MEMORY) ] && [ $$(df -Pk $(MEMORY) | awk 'END { print $$4 }') -gt 2000000 ] \
	&& ! grep -q '^[^ ]* $(MEMORY) [^ ]* [^ ]*noexec' /proc/mounts && echo $(MEMORY))

# What Python compiles is kept here, whatever the shell says: one run of the tests starts hundreds of processes.
test test-slow test-browser bench: export PYTHONDONTWRITEBYTECODE =

# Everything below ten minutes of patience: unit, property, contract, transcript and browser tests, with coverage.
test test-slow: export PYTEST_DEBUG_TEMPROOT = $(IN_MEMORY)
test: $(VENV)/dev.stamp
	$(BIN)/python -m coverage erase
	$(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal --cov=homing --cov-branch --cov-report=
	$(BIN)/python -m coverage report --fail-under=95
	$(BIN)/python -m coverage report --fail-under=100 --include='src/homing/engine/*,src/homing/vault/*'

# The exhaustive suites: thousands of hostile diaries, a hundred kills, and every property on more examples.
test-slow: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m "slow or hypothesis" --hypothesis-profile exhaustive -n auto

test-browser: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m browser

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

# The blend on a thousand simulated people (docs/simulated-diaries.md); some ten minutes.
bench-diaries: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.diaries --users 500 --workers 2

# Throw bytes at every reader of what comes from outside (docs/fuzzing.md): ten minutes each.
SECONDS ?= 600
OF ?=
fuzz: $(VENV)/hard.stamp
	$(BIN)/python -m fuzz --seconds $(SECONDS) $(OF)

# Change one thing at a time in keys, backups and care rules; a test must fail (docs/mutation.md). Hours.
mutants: $(VENV)/hard.stamp
	$(BIN)/mutmut run --max-children 1 $(OF)
	$(BIN)/mutmut results

# Before a release: no help line is stale, and each was read on its own live page or called.
release-check: $(VENV)/dev.stamp
	$(BIN)/python -m homing.care.release

# Everything a person reads, for translators.
messages: $(VENV)/dev.stamp
	$(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output --omit-header -o src/homing/words/locale/homing.pot src/homing

# Lock files carry hashes and no registry's name.
lock: $(VENV)/uv.stamp
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade --extra hard pyproject.toml -c requirements-dev.lock -o requirements-hard.lock

# Fuzzing and mutation testing need tools that have no wheel for every machine: only these targets install them.
$(VENV)/hard.stamp: $(VENV)/dev.stamp requirements-hard.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-hard.lock
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/uv.stamp:
	@command -v $(PYTHON) >/dev/null || { echo "Homing needs $(PYTHON). Install it, or say: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	touch $@

$(VENV)/run.stamp: $(VENV)/uv.stamp requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/uv.stamp requirements-dev.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $@ $(VENV)/run.stamp
