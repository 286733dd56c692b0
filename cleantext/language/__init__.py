"""Sentences, tokens and word classes of English, found in a way that survives damage."""
