"""Runs the parser room: `python -m services.parser`."""

from services.parser.app import build
from shared.edge.bus import run
from shared.settings import load

settings = load()
raise SystemExit(run(build(settings), settings))
