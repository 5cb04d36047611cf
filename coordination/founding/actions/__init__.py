"""Setting up the city from its file, and planning its sessions."""

from .city import LoadedCity, load_city, plan_sessions

__all__ = ["LoadedCity", "load_city", "plan_sessions"]
