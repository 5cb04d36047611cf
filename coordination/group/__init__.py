"""The coordination group: its members, its sessions, its orders, the load of the offices."""
