"""What can be done with nominations."""
