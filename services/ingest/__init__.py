"""Takes documents in, stores their bytes and announces them."""
