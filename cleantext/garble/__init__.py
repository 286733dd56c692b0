"""A small model of what English sentences look like, to find those that are wrong as a whole."""
