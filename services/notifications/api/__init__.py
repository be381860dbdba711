"""What programs may ask of notifications."""
