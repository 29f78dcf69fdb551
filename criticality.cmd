@echo off
rem The door for Windows: criticality.ps1 does the work. See docs\how-to\windows.md.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0criticality.ps1" %*
exit /b %ERRORLEVEL%
