"""The living style page: every component with sample values. Reachable only where DESIGN_PAGE is on."""
