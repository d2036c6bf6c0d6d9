"""Runs the ingest room: `python -m services.ingest`."""

from services.ingest.app import run
from shared.settings import load

raise SystemExit(run(load()))
