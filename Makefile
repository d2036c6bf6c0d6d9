# hpf-watch: needs make and Python 3.11-3.13; everything else comes from uv.lock, by hash, into .venv
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY ?= python3
UV := UV_PYTHON_DOWNLOADS=never .uv/bin/uv
SYNC := $(UV) sync -q --frozen --python $(PY) --extra embedded --inexact
SHARED ?= ../shared
TESTS ?= tests

.uv/bin/uv: deploy/uv.txt
	@$(PY) -c 'import sys; sys.exit(None if (3,11) <= sys.version_info[:2] < (3,14) else "需要 Python 3.11-3.13 (needs Python 3.11-3.13): make PY=python3.11 …")'
	$(PY) -m venv .uv && .uv/bin/pip install -q --disable-pip-version-check --require-hashes -r deploy/uv.txt
	@touch $@

.venv/.runtime: .uv/bin/uv pyproject.toml uv.lock
	$(SYNC)
	@touch $@

.venv/.dev: .venv/.runtime
	$(SYNC) --group dev
	@touch $@

.PHONY: help setup dev demo test check format docs score bench packages clean
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/.runtime ## the environment alone: leaves .venv/bin/hpf

dev: .venv/.dev ## setup, and what tests and checks need

demo: .venv/.runtime ## the whole system on sample reports, then serving until Ctrl-C; EXIT=1 stops by itself
	@.venv/bin/hpf demo $(if $(EXIT),--exit) $(if $(REPORTS),--reports $(REPORTS)) $(if $(DATA),--data $(DATA))

test: .venv/.dev packages ## every test; TESTS=tests/core for some
	.venv/bin/pytest -n 2 --dist loadfile $(TESTS)

check: .venv/.dev ## format, lint, types, boundaries, catalogue
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/pytest -n 2 tests/test_boundaries.py tests/catalogue

format: .venv/.dev ## puts the code into shape
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

docs: .venv/.runtime ## writes the table of settings into README.md
	.venv/bin/hpf settings --write README.md

score: .venv/.dev ## recall and precision on real reports (where ../shared is) and fresh made ones; COUNT=500 SEED=...
	.venv/bin/python -m tests.bench.score $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

bench: .venv/.dev ## what reading a report costs, beside one pass of the catalogue's labels over it
	.venv/bin/python -m tests.bench.extract

packages: # names the Debian packages that only root can add; the tests that need one say that they were skipped
	@command -v antiword >/dev/null || \
	echo "缺少系统软件包，相关测试将跳过 (missing package, its tests are skipped): apt-get install -y antiword"

clean: ## removes the environment
	rm -rf .venv .uv
