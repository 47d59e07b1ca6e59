"""The wire: what requests may hold and what answers look like, one file per noun."""
