"""Turns facts into findings: what cannot be true, and which number is wrong."""
