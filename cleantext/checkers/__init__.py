"""Checkers: each sees a revision of a text and yields findings."""
