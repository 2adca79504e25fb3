# Two commands matter: `make run` and `make test`. Everything else builds on them.
PYTHON ?= python3
PORT ?= 8000
STATE_DIR ?= $(CURDIR)/var
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/pytest -n auto --dist loadgroup
export STATE_DIR PORT

.PHONY: run setup test test-postgresql lint bench screenshots pins clean

run: setup
	@$(MANAGE) serve

setup: $(VENV)/base.stamp
	@$(MANAGE) catalogue compile
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) schedules_sync
	@$(MANAGE) demo_load

test: $(VENV)/dev.stamp
	@$(MANAGE) catalogue compile
	@$(BIN)/python -m tests.requirements
	@$(PYTEST)

# The same tests on PostgreSQL. DATABASE_URL names a server on which databases may be created.
test-postgresql: $(VENV)/dev.stamp
	@$(MANAGE) catalogue compile
	@DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(BIN)/python -m tests.requirements --postgresql
	@DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(PYTEST)

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) catalogue check
	@! grep -n '://' requirements/*.txt

bench: $(VENV)/dev.stamp
	@$(MANAGE) catalogue compile
	@$(BIN)/python -m bench

screenshots: setup $(VENV)/dev.stamp
	@$(BIN)/python -m tests.browser.screenshots

# Refresh the pinned versions from the names in requirements/*.in. Needs uv.
pins:
	@for name in base dev; do uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate requirements/$$name.in -o requirements/$$name.txt; done

clean:
	rm -rf $(VENV) var bench.json screenshots

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Cam Kết needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/base.stamp: $(BIN)/python requirements/base.txt
	@echo "Installing what the system needs ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp requirements/dev.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
