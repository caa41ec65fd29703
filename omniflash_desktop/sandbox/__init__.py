"""A stand-in for the Omni-Flash-Ext service, run in a process of its own.

It speaks the service's HTTP API on the loopback interface, renders real clips, keeps its work in a
folder, and misbehaves in named ways on request. It imports nothing else of this project.
"""
