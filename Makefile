# One command for each thing people do. `make` alone lists them.

VENV := .venv
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
T ?=
# Three processes on two cores, since some tests wait, each with whole files: a house that several tests share is started
# once. All at the lowest priority: a house's worker gives way to readers, and would to the tests beside it.
PYTEST := nice -n 19 $(VENV)/bin/python -m pytest -n 3 --dist loadfile
TESTED := $(if $(T),$(firstword $(wildcard src/terbit/$(T)) $(T)))

# A browser, what shows system calls, a library that Playwright's driver is linked to, and the fronts.
FOR_TESTS := chromium strace libatomic1 nginx varnish

# Without compiled modules every process takes twice as long to start.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test test-all test-postgresql check fresh bench bench-scale clean lock

help:
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z-]*\):.*## /  \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

run: $(RUN) ## A newspaper with articles, readers and a wall on http://127.0.0.1:8000 (PORT=, TERBIT_HOME=)
	@TERBIT_DEMO=$${TERBIT_DEMO:-1} exec $(VENV)/bin/terbit up

test: $(DEV) ## The tests; one package with make test T=gate
	@tools/debian.sh $(FOR_TESTS)
	$(PYTEST) $(TESTED)

test-all: $(DEV) ## The tests with the long runs
	@tools/debian.sh $(FOR_TESTS)
	$(PYTEST) -m "slow or not slow" $(TESTED)

test-postgresql: $(DEV) ## The tests on PostgreSQL 15, on a server of their own that goes with them; T= as in test
	@tools/debian.sh $(FOR_TESTS) postgresql-15
	$(VENV)/bin/python -m tools.testing.cluster $(PYTEST) $(TESTED)

check: $(DEV) ## Style, types, the map of packages, what may stand in the tree: CI runs this, then make test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/mypy
	$(VENV)/bin/python tools/tree.py

fresh: ## make run and make test in an empty Debian bookworm, timed (needs root and mmdebstrap; T= as in test)
	@tools/debian.sh mmdebstrap
	T="$(T)" tools/fresh.sh

bench: $(RUN) ## What a gated page costs beside nginx: ten minutes, docs/performance.md (ARGS="--pairs 3 --seconds 1")
	@tools/debian.sh nginx wrk
	$(VENV)/bin/python -m tools.bench $(ARGS)

bench-scale: $(RUN) ## What grows with the archive: memory, printing, publish-to-visible: half an hour
	@tools/debian.sh wrk
	$(VENV)/bin/python -m tools.bench.scale $(ARGS)

lock: $(DEV) ## Write the requirements with hashes anew from requirements*.in (needs uv; ARGS=--upgrade)
	tools/lock.sh $(ARGS)

clean: ## Remove the environment and caches; the state folder stays
	rm -rf $(VENV) build src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): requirements.txt pyproject.toml
	@tools/venv.sh requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@tools/venv.sh requirements-dev.txt
	@touch $@
