# Everything a person or a machine runs here. `make test` needs Python 3.11, npm and make; the rest it installs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
export HOST ?= 127.0.0.1
export PORT ?= 8050
export PANJ_PREFIX ?= /

BIN := .venv/bin
VENV := .venv/.installed
MODULES := node_modules/.installed
VENDOR := assets/vendor/.built
CHROMIUMS := chromium chromium-browser google-chrome google-chrome-stable

.PHONY: help install run test lint format system lock bench screenshot layers clean

help:
	@echo "make install | run | test | lint | format | bench | screenshot | layers | lock | clean"

install: $(VENV) $(VENDOR)

$(VENV): requirements.txt requirements-dev.txt constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	touch $@

$(MODULES): package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(VENDOR): $(MODULES) assets/build/vendor.mjs assets/build/plotly.cjs
	node assets/build/vendor.mjs
	touch $@

# DATA=PACKAGE opens an imported collection beside the bundled dataset; several have a colon between them.
run: install
	@echo "Panj starts at http://$(HOST):$(PORT)$(PANJ_PREFIX)"
	@exec $(if $(DATA),env PANJ_COLLECTIONS="$(DATA)") $(BIN)/python -m gunicorn -c portal/gunicorn_conf.py

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What the tests need of the system: a real browser, which Playwright drives, and nginx, to stand in front.
system:
	@missing=; \
	command -v $(CHROMIUMS) >/dev/null || missing="chromium"; \
	PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || missing="$$missing nginx"; \
	test -z "$$missing" && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	else \
		echo "The tests need more of the system: install the packages '$${missing# }' and run this again." >&2; exit 1; \
	fi

test: lint system
	# Two processes, as many as the smallest machine it runs on has cores; one that is done takes over from the other.
	$(BIN)/python -m pytest -n 2 --dist worksteal

# EVENTS=1000000 measures an imported collection of so many events, and it alone; GROWTH=1 also its growth.
bench: install
	$(BIN)/python -m bench $(if $(EVENTS),--only events --events $(EVENTS)) $(if $(GROWTH),--growth)

screenshot: install system
	$(BIN)/python -m bench.screenshot

layers: install
	$(BIN)/python data/layers/build.py $(SOURCE)

# Writes constraints.txt anew from a clean environment: everything that the pinned packages bring along.
lock:
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	{ head -n 2 constraints.txt; .venv-lock/bin/python -m pip freeze; } > constraints.new
	mv constraints.new constraints.txt
	rm -rf .venv-lock

clean:
	rm -rf .venv node_modules assets/vendor assets/.vendor-draft .pytest_cache .mypy_cache .ruff_cache .hypothesis
