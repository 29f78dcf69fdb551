"""What a planner edits of a workspace, as one workbook that goes out and comes back."""
