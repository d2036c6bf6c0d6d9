"""Runs the API: `python -m services.api`."""

from services.api.app import run
from shared.settings import load

raise SystemExit(run(load()))
