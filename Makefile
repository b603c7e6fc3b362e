# `make run` starts the platform; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test test-all check bench assets translations lock

# The recipes name the interpreter relatively, so a folder with a space in its name works.
PYTHON := .venv/bin/python
# 3.11 is the oldest Python that runs this: compiled on a later one, the lock fails there.
COMPILE = $(PYTHON) -m uv pip compile --quiet --generate-hashes --strip-extras \
	--python-version 3.11 --no-emit-index-url --no-emit-find-links

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: ## Start the platform on 127.0.0.1:8000 (PORT=… for another port), Ctrl-C stops it
	@tools/packages run
	@tools/venv requirements.txt
	@exec $(PYTHON) -m tools.serve

test: ## What each change must pass: checks, tests, PostgreSQL where it can differ, journeys
	@tools/packages run test
	@tools/venv requirements-dev.txt
	@$(MAKE) --no-print-directory check
	$(PYTHON) -m pytest -n 2

test-all: ## All tests, every one of a database on SQLite and on PostgreSQL, and the slow ones
	@tools/packages run test
	@tools/venv requirements-dev.txt
	$(PYTHON) -m pytest -n 2 --everything

check: ## Ruff, mypy and the architecture test only
	@tools/venv requirements-dev.txt
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -q tests/test_architecture.py

bench: ## Measure signing, certificates and the dashboard beside their floors
	@tools/packages run test
	@tools/venv requirements-dev.txt
	$(PYTHON) -m tests.bench

assets: ## Build static/ from assets/ (needs Node; the result is committed)
	npm ci
	npm run build
	@tools/venv requirements.txt
	$(PYTHON) -m tools.metrics

translations: ## Bring the English catalogue up to date with the texts of the sources
	@tools/venv requirements-dev.txt
	@$(PYTHON) -m tools.translations

lock: ## Compile both locks with hashes, for Python 3.11 and later
	@tools/venv requirements-dev.txt
	$(PYTHON) -m pip install --quiet uv
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
