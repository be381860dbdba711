"""Plumbing without a business noun."""
