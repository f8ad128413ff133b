"""The editors' desk: convert a text by hand, review what nobody decided, compare what an upgrade would change."""
