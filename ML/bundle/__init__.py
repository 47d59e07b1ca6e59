"""A model to take home: an exported form without pickles, and a zip that predicts, verifies and trains again."""
