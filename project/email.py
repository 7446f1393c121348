"""Mails leave through the outbox: stored with the change, sent after the commit."""
