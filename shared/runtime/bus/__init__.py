"""The bus: envelopes, the relay that publishes and the pipeline that handles."""
