"""What the pages say of confidential figures."""
