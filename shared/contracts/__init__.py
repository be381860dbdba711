"""The events on the bus: one file per topic, the only vocabulary between services."""
