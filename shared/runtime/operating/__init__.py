"""What is done to a service from outside: look, redrive, read again, rebuild, prune; every act is written down."""
