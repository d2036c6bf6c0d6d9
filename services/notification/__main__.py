"""Runs the notification room: `python -m services.notification`."""

from services.notification.app import build
from shared.edge.bus import run
from shared.settings import load

settings = load()
raise SystemExit(run(build(settings), settings))
