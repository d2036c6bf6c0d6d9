"""Rooms of one shape: a topic in, one pure call, topics out."""
