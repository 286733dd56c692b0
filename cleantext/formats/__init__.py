"""Readers of file formats: bytes to a document and back. They know nothing of rules."""
