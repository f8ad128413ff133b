"""Which pages an edition has, and the plain data of each."""
