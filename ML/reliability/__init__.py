"""Where can a model be trusted? By period and radius, by mission, by verdict, and by how much it was given to learn."""
