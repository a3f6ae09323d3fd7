# `make demo` shows Grove; `make test` proves it. The rest is for working on it.

RUN    := .venv/bin
SETUP  := deploy/setup
PYTEST := $(RUN)/pytest -q -n 2 --dist worksteal
CODE   := portal config.py wsgi.py migrations tests
FAST   := -m "not slow and not browser"

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test static check bench prove format lock clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

setup: ## What running needs: Python packages, browser files
	@$(SETUP)/python.sh run
	@$(SETUP)/browser.sh

setup-dev: ## The same, and what working on it needs
	@$(SETUP)/python.sh dev
	@$(SETUP)/browser.sh

demo: setup ## The demo house, on http://127.0.0.1:8000
	@exec $(RUN)/portal demo

test: setup-dev static ## Everything: lint, types, floors, all tests on SQLite and on PostgreSQL
	@$(SETUP)/tests.sh
	@failed=0; \
	for engine in sqlite postgresql; do $(PYTEST) --engine=$$engine || failed=1; done; \
	exit $$failed

static: setup-dev
	$(RUN)/ruff check --output-format concise $(CODE)
	$(RUN)/ruff format --check --quiet $(CODE)
	$(RUN)/mypy
	$(RUN)/lint-imports --no-logo

check: static ## Lint, types, floors, templates, migrations, fast tests
	$(PYTEST) $(FAST)

bench: setup-dev ## How fast it is
	$(RUN)/python -m bench

prove: setup-dev ## The promises in their full figures; minutes
	@$(SETUP)/tests.sh
	$(RUN)/pytest -q -p no:randomly --prove -m slow --engine=sqlite
	$(RUN)/pytest -q -p no:randomly --prove -m slow --engine=postgresql

format: setup-dev ## Put the code into shape
	$(RUN)/ruff check --fix --quiet $(CODE)
	$(RUN)/ruff format --quiet $(CODE)

lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock: LOCK := $(RUN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url $(if $(UPGRADE),--upgrade)
lock: setup-dev ## Lock the dependencies; UPGRADE=1 takes the newest
	$(LOCK) requirements/uv.in -o requirements/uv.txt
	$(LOCK) pyproject.toml --group build -o requirements/run.txt
	$(LOCK) pyproject.toml --group build --group dev -c requirements/run.txt -o requirements/dev.txt

clean: ## Away with everything that can be made again; keeps var/, the data
	rm -rf .venv node_modules static/vendor build dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
