"""The sheets of a questionnaire, each as a plan that `criticality.spreadsheets` writes."""
