"""Omniflash Desktop: short videos with the Omni-Flash-Ext service, made and kept on the desktop."""

__version__ = "0.1.0"
