"""Documents that are generated from the code, committed, and compared."""
