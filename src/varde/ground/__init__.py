"""What the services stand on: organisations, people, equipment, messages."""
