"""Ask: rounds of experts, each by a personal link, whose answers become a panel in a weights file."""
