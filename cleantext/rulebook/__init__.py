"""Rule packs: load, validate, compile and try out the YAML files of ``rules/`` and of users."""
