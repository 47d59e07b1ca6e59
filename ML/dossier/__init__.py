"""The dossier of one object: physics checks, transit curve, orbit, follow-up value, neighbours and links."""
