"""Writes and rules: one module per noun; nothing here commits or knows HTTP."""
