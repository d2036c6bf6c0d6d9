"""Turns a document's bytes into facts and misses."""
