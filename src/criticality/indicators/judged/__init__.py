"""What nobody can measure: minerals that judges compare in pairs under a criterion."""
