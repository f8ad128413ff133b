"""The editors' desk: how a text comes into the archive, is checked, reviewed, changed and taken out again."""
