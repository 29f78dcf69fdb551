"""A planner's own table, one row a mineral and one column a criterion: understood, and entered into a workspace."""
