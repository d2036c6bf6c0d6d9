"""Serves what the system knows over HTTP."""
