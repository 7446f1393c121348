"""Signed, mailed tokens: one salt per purpose."""
