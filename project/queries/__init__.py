"""Reads: one module per noun; nothing here writes."""
