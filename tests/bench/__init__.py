"""Benchmarks: run by name, they print ratios against a peer measured in the same run."""
