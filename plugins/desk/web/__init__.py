"""The desk in the browser: a small workplace for editors without a terminal, over the same files and the same checks."""
