"""Training needs the extra ``train``; its modules hold no tests and are not imported for any."""

collect_ignore_glob = ["*"]
