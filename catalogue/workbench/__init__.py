"""The workbench: new entries, asked for on a terminal or given by options and files, written all or none."""
