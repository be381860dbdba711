"""The register on the topics of clients."""
