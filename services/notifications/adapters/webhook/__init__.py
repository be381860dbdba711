"""Webhooks: CloudEvents, signed as Standard Webhooks."""
