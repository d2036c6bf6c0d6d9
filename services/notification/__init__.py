"""Decides alerts and tells the channels."""
