"""Rewordings of sentences, asked of a language model that the user names."""
