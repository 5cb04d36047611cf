"""What the coordination group does: orders first, then its sessions."""
