"""Running the assistant for the public: limits, headers, log, health, and the switch that stops answers."""
