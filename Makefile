# Every target sets itself up: a virtual environment in .venv with the locked dependencies.
# PYTHON=python3.13 make test    uses another interpreter for a new environment.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := node_modules/.ready
SHELL := /bin/sh

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format generate bench hunt mutants lock clean

help: ## Say what each target does.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(TOOLS) ## Make the environments (the other targets do it by themselves).

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "tallystick needs Python 3.11 or newer: PYTHON=python3.12 make ..."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "the venv module is missing: on Debian, apt-get install python3-venv"; exit 2; }
	@echo "setting up $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q generator
	@touch $@

$(TOOLS): package.json package-lock.json
	@node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null && command -v npm >/dev/null \
		|| { echo "the tests of TypeScript need Node 20 or newer, with npm: on Debian, apt-get install nodejs npm"; exit 2; }
	@echo "setting up node_modules (once) ..."
	@npm ci --loglevel=error --ignore-scripts --no-fund --no-audit
	@touch $@

demo: $(READY) ## See the main job done: contract, client, server, a generation, a refusal.
	@$(BIN)/python spec/demo.py

test: $(READY) $(TOOLS) ## Run all tests.
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup

check: $(READY) ## Lint, strict types, import layers, budgets, generated code current.
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -q tests/repository
	@$(BIN)/tally check
	@$(BIN)/tally generate --check

format: $(READY) ## Format the code and mend what the linter can.
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

generate: $(READY) ## Write generated/ anew from spec/.
	@$(BIN)/tally generate

bench: $(READY) ## Measure the client against its peers; writes generated/bench/.
	@$(BIN)/python -m tests.benchmarks

hunt: $(READY) ## Look for messages that the solver and the oracles judge differently: SEED=1 SECONDS=60.
	@$(BIN)/python -m tests.solve.hunt $(if $(SEED),--seed $(SEED)) --seconds $(or $(SECONDS),60)

mutants: $(READY) ## Try campaigns on servers with one fault each; writes generated/bench/.
	@$(BIN)/python -m tests.mutants

lock: $(READY) ## Lock the development dependencies anew.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --group dev --all-extras --upgrade pyproject.toml -o requirements-dev.lock

clean: ## Remove the virtual environment and caches.
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .demo
