"""Keeps each centre's state and rolls provinces up."""
