"""What the machine has, as far as this process may use it."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

GIB = 1024**3
MIB = 1024**2


def available_cores() -> int:
    """Cores this process may use: affinity, and the container's CPU quota where there is one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        return cores if quota == "max" else max(1, min(cores, round(int(quota) / int(period))))
    except (OSError, ValueError):
        return cores


def describe_hardware() -> dict[str, Any]:
    """`{cpu, cores, memoryGiB}` and `gpu` where torch sees one."""
    hardware: dict[str, Any] = {"cpu": _cpu_name(), "cores": available_cores(), "memoryGiB": _memory_gib()}
    gpu = _gpu_name()
    return hardware if gpu is None else {**hardware, "gpu": gpu}


def cpu_flags() -> frozenset[str]:
    """Instruction-set flags of the CPU as Linux names them; empty elsewhere."""
    return frozenset(_cpuinfo("flags").split()) | frozenset(_cpuinfo("Features").split())


def peak_memory_mib() -> int:
    """Most memory this process has had in use, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / MIB) if sys.platform == "darwin" else round(peak * 1024 / MIB)


def _memory_gib() -> float:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii"))
    except (OSError, ValueError):
        limit = total
    return round(min(total, limit) / GIB, 1)


def _cpu_name() -> str:
    if sys.platform == "darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        name = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    else:
        name = _cpuinfo("model name")
    return name or platform.processor() or platform.machine()


def _cpuinfo(key: str) -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    values = (line.partition(":")[2].strip() for line in lines if line.partition(":")[0].strip() == key)
    return next(values, "")


def _gpu_name() -> str | None:
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return None
    if torch.cuda.is_available():
        return str(torch.cuda.get_device_name(0))
    return "Apple GPU (MPS)" if torch.backends.mps.is_available() else None
