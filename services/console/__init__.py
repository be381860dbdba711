"""The console: what people see, and the doors through which they act."""
