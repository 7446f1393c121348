# Everything a developer runs; `make help` lists it. Each target sets up what it needs and is quick
# when nothing has changed: what is installed is remembered in .venv under the pins' checksum.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 5000
SIZE ?= M
TESTS ?=
# Processes that run tests side by side, one more than there are cores, as those with a browser wait
# much of their time; 0 runs them in one, as a debugger wants it.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1)))

VENV := .venv
BIN := $(VENV)/bin
checksum = $(firstword $(shell sha256sum $(1)))
RUNTIME := $(VENV)/.runtime-$(call checksum,requirements.txt)
TOOLS := $(VENV)/.tools-$(call checksum,requirements-dev.txt)
OLDEST_PIP := $(VENV)/.oldest-pip-$(call checksum,.ci/oldest-pip.txt)
PIN := --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
  --no-strip-extras --no-emit-index-url --custom-compile-command "make pins"
# The one without a window does half the work; the others will do.
BROWSER := chromium-headless-shell,chromium,chromium-browser,google-chrome,google-chrome-stable=chromium-headless-shell,fonts-dejavu-core
SERVERS := mariadbd=mariadb-server initdb=postgresql
HOSTS := passenger=passenger apache2=apache2-bin nginx=nginx redis-server=redis-server \
  /usr/lib/apache2/modules/mod_passenger.so=libapache2-mod-passenger
# What pytest alone can run, wherever Python does.
PLAIN := tests/unit tests/guards tests/integration
PYTEST := $(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=worksteal
DEVELOPMENT := FLASK_DEBUG=1 PORT=$(PORT)

# Made anew where its Python has gone: a host that moved on, or a start that was broken off.
ifeq ($(shell test ! -e $(VENV)/pyvenv.cfg || $(BIN)/python -c 'import pip' 2>/dev/null || echo gone),gone)
$(shell rm -rf $(VENV))
endif

# Hundreds of processes are started; each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(RUNTIME) ## Serve on 127.0.0.1:$PORT (5000), with sample data on the first start
	@$(DEVELOPMENT) $(BIN)/flask db upgrade
	@$(DEVELOPMENT) $(BIN)/flask demo --if-empty
	@$(DEVELOPMENT) $(BIN)/flask run --host 127.0.0.1 --port $(PORT)

.PHONY: demo
demo: $(RUNTIME) ## Fill an empty database with sample athletes and print how to sign in
	@$(DEVELOPMENT) $(BIN)/flask db upgrade
	@$(DEVELOPMENT) $(BIN)/flask demo

.PHONY: test
test: $(TOOLS) ## Run all tests, in a real browser too; TESTS="tests/unit -x" runs some
	@.ci/need $(BROWSER) node=nodejs || { echo "Without a browser and Node: make plain" >&2; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || { echo "Node 18 or newer is needed; here is $$(node --version). Without: make plain" >&2; exit 1; }
	node --test $$(find tests/js -name "*.test.mjs")
	$(PYTEST) $(TESTS)

.PHONY: plain
plain: $(TOOLS) ## Run the tests that need nothing but Python
	$(PYTEST) $(or $(TESTS),$(PLAIN))

.PHONY: newest
newest: ## Run those on the newest Python of this machine too, in an environment of its own
	@python=$$(.ci/python newest); \
	version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	if [ -x $(BIN)/python ] && $(BIN)/python -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$$version')"; then \
	  echo "No newer Python here than $$version, on which the other tests run."; \
	else \
	  echo "The newest Python here is $$version."; \
	  PYTHON=$$python $(MAKE) --no-print-directory VENV=$(VENV)/newest-$$version pinned plain; \
	fi

.PHONY: databases
databases: $(TOOLS) ## Run the tests bound to the database on private MariaDB and PostgreSQL servers
	@.ci/need $(SERVERS)
	$(BIN)/python -m tests.support.servers -- $(PYTEST) -m "database and not outages and not sweep" $(TESTS)

.PHONY: faults
faults: $(TOOLS) ## Kill workers, stop databases, fill disks, cross requests, on three databases
	@.ci/need $(SERVERS)
	$(BIN)/python -m tests.support.servers sqlite mariadb postgres -- \
	  $(BIN)/python -m pytest -m "faults or outages" tests/faults $(TESTS)

.PHONY: abuse
abuse: $(TOOLS) ## Send everything hostile to every route, on three databases
	@.ci/need $(SERVERS)
	$(PYTEST) -m sweep $(TESTS)
	$(BIN)/python -m tests.support.servers -- $(PYTEST) -m sweep $(TESTS)

.PHONY: hosts
hosts: $(TOOLS) ## Run the product behind Apache with Passenger, behind nginx, on several machines
	@.ci/need $(SERVERS) $(HOSTS)
	$(BIN)/python -m pytest -m hosting $(or $(TESTS),tests/integration/hosting)

.PHONY: coverage
coverage: $(TOOLS) ## Run all tests and report which code they never reach
	@.ci/need $(BROWSER)
	$(BIN)/coverage erase
	$(PYTEST) --cov --cov-report= $(TESTS)
	$(BIN)/coverage report

.PHONY: pinned
pinned: $(TOOLS) $(OLDEST_PIP) ## Prove that the pins still install once all packages have newer releases
	$(BIN)/python -m tests.support.newer_releases

.PHONY: lint
lint: pinned ## Check format, style, types, layers, templates, scripts and pins
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint --check project/templates
	$(BIN)/coverage debug config >/dev/null
	$(BIN)/python -m tests.support.catalogues check
	@.ci/need node=nodejs
	find project/static/js tests/js -name '*.mjs' -print0 | xargs -0 -n1 node --check

.PHONY: format
format: $(TOOLS) ## Put code into the one format, and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat project/templates

.PHONY: bench
bench: $(RUNTIME) ## Measure every page against the floor, on a site of SIZE (S, M, L)
	@.ci/need wrk
	$(BIN)/python -m bench.run --size $(SIZE)

.PHONY: lighthouse
lighthouse: $(RUNTIME) ## Score the pages with Lighthouse (mobile) in Chromium
	@.ci/need chromium,chromium-browser,google-chrome,google-chrome-stable=chromium node=nodejs npx=npm
	$(BIN)/python -m bench.lighthouse

.PHONY: packages
packages: ## Install what the tests need of the machine, beforehand and at once
	@.ci/need chromium-headless-shell=chromium-headless-shell,fonts-dejavu-core node=nodejs $(SERVERS) $(HOSTS)

.PHONY: messages
messages: $(RUNTIME) ## Collect the translatable texts, bring them into the catalogues, compile these
	$(BIN)/python -m tests.support.catalogues collect
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap \
	  --input-file project/translations/messages.pot --output-dir project/translations
	$(BIN)/pybabel --quiet compile --directory project/translations

.PHONY: pins
pins: $(TOOLS) ## Resolve .requirements*.in anew into requirements*.txt
	$(BIN)/uv pip compile $(PIN) --output-file requirements.txt .requirements.in
	$(BIN)/uv pip compile $(PIN) --output-file requirements-s3.txt .requirements-s3.in
	$(BIN)/uv pip compile $(PIN) --output-file requirements-dev.txt .requirements-dev.in

.PHONY: licences
licences: $(TOOLS) ## List the licences of the pinned packages in docs/LICENCES.md
	$(BIN)/python -m tests.support.licences

.PHONY: audit
audit: $(TOOLS) ## Ask the database of PyPI for known holes in the pinned packages (internet)
	$(BIN)/uv tool run pip-audit==2.10.1 --strict --disable-pip --require-hashes \
	  --requirement requirements.txt --requirement requirements-s3.txt --requirement requirements-dev.txt

.PHONY: clean
clean: ## Remove what the tools have left behind, but no data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov .coverage .coverage.*

$(RUNTIME): | $(BIN)/python
	@echo "Installing the pinned packages …"
	@.ci/install $(VENV) --requirement requirements.txt
	@rm -f $(VENV)/.runtime-*
	@touch $@

$(TOOLS): | $(BIN)/python
	@echo "Installing the pinned packages and tools …"
	@.ci/install $(VENV) --requirement requirements-dev.txt
	@rm -f $(VENV)/.tools-* $(VENV)/.runtime-*
	@touch $@ $(RUNTIME)

$(OLDEST_PIP): $(TOOLS)
	@rm -rf $(VENV)/oldest-pip $(VENV)/.oldest-pip-*
	@.ci/install $(VENV) --no-deps --target $(VENV)/oldest-pip --requirement .ci/oldest-pip.txt
	@touch $@

$(BIN)/python:
	@.ci/venv $(VENV)
