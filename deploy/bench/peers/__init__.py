"""Other libraries on the same work, each as its documentation shows it, in an environment of their own."""
