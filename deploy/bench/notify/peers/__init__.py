"""Other servers for webhooks and live streams on the same machine, each as its documentation shows it."""
