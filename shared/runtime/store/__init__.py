"""The store: aggregates with their inbox and outbox in MongoDB; the only place in shared that knows the driver."""
