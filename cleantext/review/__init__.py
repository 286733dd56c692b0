"""What people decide about findings: read it, carry it out, and ask for it in the browser."""
