"""Views of a run: each turns a ``Report`` (and the sources) into text."""
