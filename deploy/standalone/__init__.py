"""Fetches, starts, awaits and stops Kafka, mongod and the services; the fault tests drive the same supervisor."""
