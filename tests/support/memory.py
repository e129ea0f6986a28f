"""What a process holds in memory."""


def _sum_kb(pid, *names):
    with open("/proc/%d/smaps_rollup" % pid) as f:
        return sum(int(line.split()[1]) for line in f if line.startswith(names))


def pss_kb(pid):
    return _sum_kb(pid, "Pss:")


def private_kb(pid):
    """What is its own: no shared libraries, whose unchanged pages count as private once a neighbour that had them too has ended."""
    return _sum_kb(pid, "Private_Dirty:")
