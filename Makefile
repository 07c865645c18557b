# make run starts the dashboard, make test checks everything. Needs Python 3.11 or newer.

PORT ?= 8501
VENV := .venv
BENCH_VENV := .venv-bench
PY := $(VENV)/bin/python
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

.PHONY: help run test lint types unit browser bench clean
.DELETE_ON_ERROR:

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: $(VENV)/.app ## start the dashboard (PORT=8501)
	@$(PY) -m streamlit run app.py --server.port $(PORT) --server.fileWatcherType auto --browser.serverAddress localhost

test: lint types unit ## lint, types and all tests

lint: $(VENV)/.tests ## ruff, oxlint, and who may import what
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/oxlint --config tests/javascript/oxlint.json --deny-warnings pages tests
	$(VENV)/bin/lint-imports --no-logo

types: $(VENV)/.tests ## mypy
	$(PY) -m mypy

unit: $(VENV)/.tests browser ## pytest, browser journeys included
	$(PY) -m pytest

browser: $(VENV)/.tests ## find or install the Chromium of the tests
	@$(PY) -m tests.browser.install

bench: $(BENCH_VENV)/.bench ## kseg beside other systems
	$(BENCH_VENV)/bin/python -m tests.benchmarks

clean: ## remove what make has made
	rm -rf $(VENV) $(BENCH_VENV) build dist kseg.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.app: requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@ $(VENV)/.app

$(BENCH_VENV)/.bench: tests/benchmarks/requirements.txt requirements.txt | $(BENCH_VENV)/bin/python
	$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements.txt
	@touch $@

%/bin/python:
	@test -n "$(PYTHON)" || { echo "kseg needs Python 3.11 or newer, and none was found." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make virtual environments: on Debian or Ubuntu, install python3-venv." >&2; exit 1; }
	$(PYTHON) -m venv --clear $*
