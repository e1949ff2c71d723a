"""When somebody is not free, as their own calendar file says; the file is read apart and kept nowhere."""

from foundation.busy_times.asking import BusyTimes, busy_times

__all__ = ["BusyTimes", "busy_times"]
