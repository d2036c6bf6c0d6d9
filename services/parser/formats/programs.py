"""The outside programs that a converter may call: the edge hands them in, the core only names them."""

from collections.abc import Callable, Mapping

Programs = Mapping[str, Callable[[bytes], bytes]]
"""By name: document bytes in, text bytes out; raises Rejected. An absent name is a program that is not installed."""

NONE: Programs = {}
