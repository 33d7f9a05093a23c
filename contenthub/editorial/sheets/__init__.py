"""New values of many facts from one spreadsheet: downloaded, filled in, looked at, and published all or none."""
