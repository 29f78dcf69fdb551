"""Edit: the files of the workspace as forms and as text, checked before they are saved."""
