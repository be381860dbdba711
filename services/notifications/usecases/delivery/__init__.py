"""What is done with deliveries."""
