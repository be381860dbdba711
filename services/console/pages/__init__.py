"""What people see: one file per page."""
