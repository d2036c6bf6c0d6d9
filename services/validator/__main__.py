"""Runs the validator room: `python -m services.validator`."""

from services.validator.app import build
from shared.edge.bus import run
from shared.settings import load

settings = load()
raise SystemExit(run(build(settings), settings))
