"""Reconcile: does everything that is kept, told and shown agree? Twelve invariants over stores, topics and history."""
