"""How likely words are beside each other: an n-gram model that comes with the package."""
