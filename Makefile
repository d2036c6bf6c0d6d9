.DEFAULT_GOAL := help
PY ?= python3
UV_VERSION := 0.13.9

.venv/.runtime: pyproject.toml uv.lock
	$(PY) -m venv .uv && .uv/bin/pip install -q uv==$(UV_VERSION)
	.uv/bin/uv sync -q --frozen --extra embedded --inexact
	@touch $@

.venv/.dev: .venv/.runtime
	.uv/bin/uv sync -q --frozen --extra embedded --group dev --inexact
	@touch $@

.PHONY: help setup dev
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.runtime ## the environment alone: leaves .venv/bin/hpf

dev: .venv/.dev ## setup and what tests and checks need
