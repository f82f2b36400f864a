"""The intake: a process of its own that takes raw messages in, stores them, and answers. It moves bytes, nothing else.

Owns: the HTTP and SIP listeners, who may send, and the acknowledgement. An acknowledgement is sent after the commit.
Does not own: what a message means. Adapters in care/alarms read the signal log and judge there.
"""
