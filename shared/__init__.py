"""What the four services share: the kernel, the contracts, the plumbing."""
