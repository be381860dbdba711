"""What is counted of awards, and what can be asked about it."""
