"""SIP listeners (UDP, TCP, TLS) for MESSAGE and OPTIONS: SCAIP from alarm units (RFC 3261, 3428, 3581, 7616, 8760)."""
