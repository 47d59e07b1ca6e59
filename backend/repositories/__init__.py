"""The only SQL: one repository for each noun, handed out by the unit of work."""
