"""Many files: settings, discovery, workers and writing. All file access of a run is here."""
