"""What systems of provinces and ministries may ask: `/integration/v1`."""
