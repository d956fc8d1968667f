import type { FidelityProgram } from "./fidelity-program.ts";

const py = String.raw;

/** What a Python program sees of itself and of its interpreter. */
export const pythonMain: FidelityProgram[] = [
  {
    name: "inspect.getsource and friends",
    files: {
      "main.py": py`import inspect
import linecache
import sys


class Point:
    """A point."""

    def norm(self):
        return 0  # comment


def stack():
    return [(frame.filename, frame.lineno, frame.function, frame.code_context) for frame in inspect.stack()]


print(inspect.getsource(Point), inspect.getsource(stack), inspect.getsource(sys.modules["__main__"])[:20])
print(inspect.getfile(Point), inspect.getsourcefile(stack), inspect.getmodule(Point), stack())
print(sorted(linecache.cache)[-1:])
`,
    },
  },
  {
    name: "the attributes of __main__",
    files: {
      "main.py": py`"""The program's own text."""
number: int = 1
print(sorted(globals()), list(globals()))
print(__name__, __file__, __doc__, __package__, __spec__, __annotations__, __builtins__)
print(type(__loader__).__module__, type(__loader__).__name__, __loader__.path, __loader__.name)
import __main__
print(__main__, __main__.__dict__ is globals(), sorted(dir(__builtins__)))
`,
    },
  },
  {
    name: "sys.argv, sys.orig_argv, sys.path, sys.flags",
    files: {
      "main.py": py`import sys

for name in "argv orig_argv path flags executable prefix base_prefix warnoptions _xoptions meta_path path_hooks".split():
    value = getattr(sys, name)
    print(name, [str(item).split(" at ")[0] for item in value] if isinstance(value, list) else value)
print(sys.path[0], sorted(sys.path_importer_cache))
print(open("/proc/self/cmdline").read().split("\0"), open("/proc/self/comm").read())
`,
    },
  },
  { name: "sys.modules", files: { "main.py": "import sys\n\nprint(list(sys.modules))\n" } },
  {
    name: "names in sys, builtins and site",
    files: {
      "main.py": py`import builtins
import os
import site
import sys

print(sorted(vars(sys)), sorted(vars(builtins)), sorted(vars(site)), sorted(vars(os)))
print(site.ENABLE_USER_SITE, site.PREFIXES, site.getsitepackages(), site.getusersitepackages())
print(sys.getswitchinterval(), sys.gettrace(), sys.getprofile(), sys.displayhook, sys.excepthook, sys.dont_write_bytecode)
`,
    },
  },
  {
    name: "the tree of built-in classes",
    files: {
      "main.py": py`def tree(kind, depth=0):
    print("  " * depth + kind.__module__ + "." + kind.__qualname__)
    for child in kind.__subclasses__():
        tree(child, depth + 1)


tree(BaseException)
print([kind.__qualname__ for kind in object.__subclasses__()])
print([kind.__qualname__ for kind in dict.__subclasses__() + list.__subclasses__() + type.__subclasses__(type)])
`,
    },
  },
  {
    name: "the garbage collector starts clean",
    files: {
      "main.py": py`import gc

print(gc.collect(), gc.garbage, gc.isenabled(), gc.get_threshold(), gc.get_freeze_count(), gc.get_debug())
modules = [o.__name__ for o in gc.get_objects() if type(o) is type(gc)]
print(sorted(modules), sum(type(o).__name__ == "function" for o in gc.get_objects()))
a = []
a.append(a)
del a
print(gc.collect())
`,
    },
  },
  {
    name: "os.environ, and the environment of children",
    files: {
      "main.py": py`import os
import subprocess
import sys

own = dict(os.environ)
own["HOSTNAME"] = str(len(own["HOSTNAME"]))  # chosen by the engine
print(sorted(own.items()), len(os.environb))
os.environ["ADDED"] = "yes"
show = "import os; print(sorted(set(os.environ) - {'HOSTNAME'}))"
subprocess.run([sys.executable, "-c", show], check=True)
# Sorted: the shell that places the files of the reference has an order of its own.
os.system("env -u HOSTNAME -u PWD -u OLDPWD | sort")
os.system("echo shell: $ADDED")
`,
    },
  },
  {
    name: "the working folder and its files",
    files: {
      "main.py": py`import os

print(os.getcwd(), sorted(os.listdir(".")), sorted(os.listdir("..")), os.path.abspath(__file__))
for folder, folders, files in sorted(os.walk(".")):
    for name in sorted(folders + files):
        info = os.lstat(os.path.join(folder, name))
        print(folder, name, oct(info.st_mode), info.st_uid, info.st_gid, info.st_nlink, info.st_size * (name in files))
print(oct(os.stat(".").st_mode), open("data/numbers.txt").read().split())
open("new.txt", "w").write("written")
print(open("/tmp/run/new.txt").read(), oct(os.stat("new.txt").st_mode))
`,
      "data/numbers.txt": "1 2 3\r\n4 5\n",
      "data/deep/er/empty.txt": "",
      "data/it's a naïve 😀 {name}.txt": "",
    },
  },
  {
    name: "open file descriptors",
    files: {
      "main.py": py`import os

for fd in sorted(map(int, os.listdir("/proc/self/fd"))):
    try:
        target = os.readlink(f"/proc/self/fd/{fd}").split(":")[0]
    except FileNotFoundError:
        continue  # the listing's own
    flags = [line for line in open(f"/proc/self/fdinfo/{fd}") if line.startswith("flags")]
    print(fd, target, flags, os.get_inheritable(fd), os.get_blocking(fd), os.isatty(fd))
`,
    },
  },
  {
    name: "process state: signals, capabilities, threads, groups",
    files: {
      "main.py": py`import os
import signal
import threading

wanted = "Name Umask State Uid Gid Groups Threads SigPnd SigBlk SigIgn SigCgt CapInh CapPrm CapEff CapBnd NoNewPrivs Seccomp".split()
for line in open("/proc/self/status"):
    if line.split(":")[0] in wanted:
        print(line.split())
for number in sorted(signal.valid_signals()):
    if signal.getsignal(number) != signal.SIG_DFL:
        print(number, signal.getsignal(number))
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.sigpending(), signal.getitimer(signal.ITIMER_REAL))
print(os.getppid(), os.getpid() == os.getpgrp(), os.getsid(0) == os.getpid(), os.nice(0), os.getpriority(os.PRIO_PROCESS, 0))
print(threading.enumerate(), threading.main_thread().native_id == os.getpid())
print(open("/proc/self/oom_score_adj").read(), len(os.sched_getaffinity(0)), os.sched_getscheduler(0))
`.replace("threading.enumerate()", "[thread.name for thread in threading.enumerate()]"),
    },
  },
  {
    name: "umask, users and limits",
    files: {
      "main.py": py`import os
import resource

print(oct(os.umask(0o77)), os.getuid(), os.geteuid(), os.getgid(), os.getgroups(), os.path.expanduser("~"))
for name in sorted(dir(resource)):
    if name.startswith("RLIMIT_"):
        print(name, resource.getrlimit(getattr(resource, name)))
open("private", "w").close()
print(oct(os.stat("private").st_mode))
`,
    },
  },
  {
    name: "locale, time zone and encodings",
    files: {
      "main.py": py`import locale
import sys
import time

print(locale.getlocale(), locale.getpreferredencoding(), locale.setlocale(locale.LC_ALL), locale.localeconv())
print(time.tzname, time.timezone, time.daylight, time.strftime("%A %B", time.gmtime(0)), time.localtime(0))
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors(), open("x", "w").encoding)
print(time.process_time() < 5, sys.flags.utf8_mode)
`,
    },
  },
  {
    name: "standard streams",
    files: {
      "main.py": py`import sys

for name in ("stdin", "stdout", "stderr"):
    stream = getattr(sys, name)
    print(name, stream is getattr(sys, f"__{name}__"), type(stream), stream, type(stream.buffer), type(stream.buffer.raw))
    print(stream.encoding, stream.errors, stream.line_buffering, stream.write_through, stream.newlines, stream.isatty())
    print(stream.fileno(), stream.mode, stream.readable(), stream.writable(), stream.seekable(), stream.closed)
`.replace("type(stream.buffer.raw)", 'type(getattr(stream.buffer, "raw", None))'),
    },
  },
  {
    name: "tracemalloc, faulthandler and hooks are as at the start",
    files: {
      "main.py": py`import atexit
import codecs
import copyreg
import faulthandler
import re
import sys
import tracemalloc

print(tracemalloc.is_tracing(), faulthandler.is_enabled(), atexit._ncallbacks(), sys.gettrace())
print(sorted(str(kind) for kind in copyreg.dispatch_table), len(re._cache))
tracemalloc.start()
kept = [bytes(1000) for _ in range(100)]
top = tracemalloc.take_snapshot().statistics("lineno")[0]
print(top.traceback, top.count, top.size // 10000)
with open("trace", "w") as file:
    faulthandler.dump_traceback(file)
print(open("trace").read().split("\n")[1:])
print(codecs.lookup("utf-8").name, codecs.lookup_error("strict"))
`,
    },
  },
  {
    name: "entry with another name",
    files: {
      "app.py": py`import os
import signal
import sys

import inspect

print(__name__, __file__, sys.argv, sys.orig_argv, sys.path, sys.executable, os.getcwd())
print(sorted(os.listdir(".")), sorted(os.listdir("/proc/self/fd")), list(sys.modules))
print(open("/proc/self/cmdline").read().split("\0"), sorted(set(os.environ)), inspect.getsource(inspect.currentframe())[:9])
print([line.split() for line in open("/proc/self/status") if line.startswith(("Sig", "Threads", "Umask"))])
print(sys.stdin.read(), signal.getsignal(signal.SIGINT))
raise ValueError("ünexpected")
`,
      "main.py": "raise SystemExit('not me')\n",
    },
    stdin: "left\nfor the program",
    exit: 1,
  },
  {
    name: "entry in a folder, with a space and an accent in its name",
    files: {
      "src/my prögram.py": py`import os
import sys

import helper

print(__file__, sys.argv, sys.path[0], os.getcwd(), helper.__file__, input("name? "))
helper.fail()
`,
      "src/helper.py": "def fail():\n    raise RuntimeError('from the helper')\n",
      "helper.py": "raise SystemExit('the wrong helper')\n",
    },
    stdin: "Ada\n",
    exit: 1,
  },
];
