"""Tables of objects: what each column means, the snapshots that are shipped, and readers for any table."""
