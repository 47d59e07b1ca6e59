"""Where a planet stands with respect to its star's habitable zone: computed from physics, never learned."""
