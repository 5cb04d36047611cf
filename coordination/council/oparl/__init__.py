"""Reading what a council system publishes by OParl 1.1, and keeping it.

Reading (addresses, oddities, values, objects, servers, lists, folders) writes nothing and can be
used by itself; storing and running keep what was read.
"""
