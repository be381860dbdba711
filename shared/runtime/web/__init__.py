"""The doors that speak HTTP: tokens, policies, problems, limits, live streams."""
