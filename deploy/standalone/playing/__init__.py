"""Scenarios: reads them, plays them over the HTTP API of running services, and compares what came of it."""
