"""Files on disk: writing them whole, and the folder for what can be made again."""
