"""The synthetic region and its simulated devices, staff and phones: what `make demo` runs.

It is: Agder's 25 municipalities with invented people, a shared response centre, a small one of its own, rota, plans,
equipment and a month of history; a simulator that speaks real SCAIP over real SIP, and JSON over HTTP, to the running
intake; staff who answer most of it; and the command that starts and watches it all.
It owns no table. It does not run in production, and no floor below knows it.
"""
