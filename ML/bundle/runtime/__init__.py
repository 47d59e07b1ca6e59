"""What runs from an unpacked bundle. ``predict`` needs numpy and onnxruntime alone, and serves the registry too."""
