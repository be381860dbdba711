"""What can be done with reported figures."""
