"""Site: what concerns the whole of it."""
