"""The language every room speaks: figures, events, topics, errors, settings and the catalogue."""
