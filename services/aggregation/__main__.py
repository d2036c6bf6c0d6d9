"""Runs the aggregation room: `python -m services.aggregation`."""

from services.aggregation.app import build
from shared.edge.bus import run
from shared.settings import load

settings = load()
raise SystemExit(run(build(settings), settings))
