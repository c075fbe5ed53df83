"""The engine that carries rollouts over several cells out, every step as a change."""
