"""LanguageTool held at arm's length: find or install it, run its server."""
