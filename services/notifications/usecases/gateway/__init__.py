"""What the gateway does for clients."""
