"""From candidates to findings: what speaks for each, weighed by a model that was trained on damaged and clean text."""
