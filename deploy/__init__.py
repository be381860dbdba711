"""How the product is run: on a laptop, in images, on a bus whose topics are declared here."""
