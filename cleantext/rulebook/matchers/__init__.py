"""The kinds of matcher: each turns one part of a rule's ``match`` into a function that finds places."""
