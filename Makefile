# A machine needs python3 (3.11 or newer) and make; everything else is installed into .venv, pinned by hash.
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: help run setup demo check test pages pictures bench audit lock messages venv venv-dev
help:
	@echo "make run       the portal on this machine: http://127.0.0.1:8000/ (PORT=… for another port), Ctrl-C stops it"
	@echo "make setup     prepare it, start nothing"
	@echo "make demo      the demo's cases, told on the terminal"
	@echo "make check     lint, types, direction of imports, migrations, deployment check"
	@echo "make test      the tests (ANNING_INSTALL_BROWSER=1 as root installs Chromium for those with a browser)"
	@echo "make pages     axe in both modes and 320 px on every page of a consumer, in every language (make test: a sample)"
	@echo "make pictures  the README's pictures anew, of a portal that runs beside with its demo (make run)"
	@echo "make bench     the benchmarks (docs/benchmarks.md)"
	@echo "make audit     known vulnerabilities of what requirements.lock pins"
	@echo "make lock      requirements*.lock anew from requirements*.in"
	@echo "make messages  collect the sentences of pages into the catalogues of other languages"

run: venv
	@exec $(MANAGE) serve

setup: venv
	@$(MANAGE) serve --prepare-only

demo: venv
	@$(MANAGE) serve --prepare-only
	@$(MANAGE) demo

check: venv-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	.ci/check-deploy $(BIN)/python

# One process more than there are cores, since some tests wait for servers that they start, and no more than memory of a
# common machine holds; one that has nothing left takes from the others. TESTS=… names a part of the tests.
test: venv-dev
	@.ci/browser
	$(BIN)/python -m pytest -n $$(nproc | awk '{ print ($$1 < 5 ? $$1 : 5) + 1 }') --dist worksteal $(TESTS)

pages: venv-dev
	@.ci/browser
	ANNING_EVERY_PAGE=1 $(BIN)/python -m pytest tests/flows/test_look_in_other_languages.py

pictures: venv-dev
	@.ci/browser
	$(BIN)/python -m tests.pictures http://127.0.0.1:$${PORT:-8000} $${ANNING_HOME:-.anning}/accounts.txt

bench: venv-dev
	@$(MANAGE) bench

audit: venv-dev
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock

# uv, because one lock then serves every Python from 3.11.0 on (pip-compile writes down only what the Python that runs
# it needs). Nobody else needs it: pip installs the lock. No index and no host is written down.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv (for example: pipx install uv)"; exit 1; }
	$(COMPILE) --output-file requirements.lock requirements.in
	$(COMPILE) --output-file requirements-dev.lock requirements-dev.in

messages: venv
	$(MANAGE) messages

venv:
	@.ci/install $(PYTHON) requirements.lock
venv-dev: venv
	@.ci/install $(PYTHON) requirements-dev.lock
