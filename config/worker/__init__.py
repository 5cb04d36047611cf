"""The worker, crash-only: one group of processes that works as a whole or ends as a whole.

django-q2 heals itself one process at a time, and that is what goes wrong: a killed idle worker
keeps the lock of its queue, a killed monitor lets jobs run again and again, a killed sentinel
leaves orphans. So nothing is healed here. Whatever dies, or hangs, takes the group with it, and
a supervisor (systemd, the demo, or the one in here) starts a new one.

    supervisor    starts groups, one after the other; no Django
    group         watches one cluster and ends it as a whole; no Django
    vitals        when a cluster is dead or hangs; no Django
    marks         the files by which a cluster shows its group that it lives; no Django
    heartbeat     makes those marks, inside the cluster
    broker        the queue, which sends a pulse through the whole cluster every half minute
    jobs          the pulse, which also writes the row that other hosts see
    systemd       tells systemd that the group is ready and lives
"""
