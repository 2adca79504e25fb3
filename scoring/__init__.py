"""The rules, and nothing else: pure functions over frozen values.

No framework, clock, network, log or chance may come in here. Whoever calls passes the day and the figures;
the same input gives the same output, on every machine, for ever.
"""
