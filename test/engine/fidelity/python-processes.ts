import type { FidelityProgram } from "./fidelity-program.ts";

const py = String.raw;

/** Processes, threads and signals in Python. */
export const pythonProcesses: FidelityProgram[] = [
  ...["fork", "spawn", "forkserver"].map((method) => ({
    name: `multiprocessing by ${method}`,
    files: {
      "main.py": py`import multiprocessing
import os
import sys


class Box:
    def __init__(self, value):
        self.value = value


def work(box, queue):
    queue.put((box.value * 2, __name__, multiprocessing.current_process().name, sys.argv, os.getcwd(), sys.path[0]))


print("imported as", __name__)
if __name__ == "__main__":
    multiprocessing.set_start_method("METHOD")
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=work, args=(Box(21), queue))
    process.start()
    print(queue.get(timeout=20))
    process.join()
    print(process.exitcode)
`.replace("METHOD", method),
    },
  })),
  {
    name: "multiprocessing.Pool, and an error in a worker",
    files: {
      "main.py": py`import multiprocessing


def invert(number):
    return 1 / number


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(invert, [1, 2, 4]))
        pool.map(invert, [0])
`,
    },
    exit: 1,
  },
  {
    name: "a process of multiprocessing that fails",
    files: {
      "main.py": py`import multiprocessing
import sys


def work():
    print("child", file=sys.stderr)
    sys.exit(3)


process = multiprocessing.Process(target=work)
process.start()
process.join()
print(process.exitcode)
`,
    },
  },
  {
    name: "concurrent.futures",
    files: {
      "main.py": py`import concurrent.futures
import threading


def square(number):
    return number * number


with concurrent.futures.ThreadPoolExecutor(3, thread_name_prefix="pool") as pool:
    print(list(pool.map(square, range(5))), pool.submit(lambda: threading.current_thread().name[:5]).result())
    pool.submit(square, "x").result()
`,
    },
    exit: 1,
  },
  {
    name: "fork, wait and exit codes",
    files: {
      "main.py": py`import os
import signal
import sys

child = os.fork()
if child == 0:
    print("child", os.getppid() != 1)
    os._exit(5)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
child = os.fork()
if child == 0:
    os.kill(os.getpid(), signal.SIGKILL)
print(os.waitstatus_to_exitcode(os.wait()[1]))
print(os.system("exit 9") >> 8, os.popen("echo from a shell; echo $0").read())
`,
    },
  },
  {
    name: "subprocess: output, errors, modules and a module's name",
    files: {
      "main.py": py`import subprocess
import sys

run = lambda *args, **more: subprocess.run([sys.executable, *args], capture_output=True, text=True, **more)
print(run("-c", "import sys; print(list(sys.modules), sys.argv, sys.orig_argv, sys.path)", "a", "b"))
print(run("other.py", input="asked"))
print(run("-m", "other", input="asked"))
print(run("-c", "1/0").stderr, run("-c", "raise SystemExit(4)").returncode)
print(run("-", input="import sys; print(__file__ if '__file__' in globals() else sys.argv)"))
subprocess.run([sys.executable, "-c", "import os; os.abort()"], check=True)
`,
      "other.py": "import sys\nprint(__name__, __file__, sys.argv, input('? '), sys.path[0])\n",
    },
    exit: 1,
  },
  {
    name: "the program replaces itself",
    files: {
      "main.py": py`import os
import sys

if len(sys.argv) == 1:
    print("first", sys.stdin.isatty(), flush=True)
    os.execv(sys.executable, [sys.executable, __file__, "again"])
print("second", sys.argv, sys.orig_argv, sys.stdin.read(), list(sys.modules) == sorted(sys.modules))
`,
    },
    stdin: "kept",
  },
  {
    name: "threads, daemon threads and the order of the end",
    files: {
      "main.py": py`import atexit
import threading
import time

print(threading.active_count(), threading.current_thread().name, threading.main_thread().ident == threading.get_ident())
atexit.register(lambda: print("atexit", threading.active_count()))


def slow():
    threading.main_thread().join()
    print("the thread that is waited for")


threading.Thread(target=slow).start()
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
print("end of main")
`,
    },
  },
  {
    name: "signal handlers",
    files: {
      "main.py": py`import os
import signal
import sys
import time


seen = []


def handler(number, frame):
    seen.append(number)
    print(signal.Signals(number).name, frame.f_code.co_name, number == signal.SIGALRM or frame.f_lineno)


for number in (signal.SIGTERM, signal.SIGUSR1, signal.SIGALRM, signal.SIGHUP):
    print(signal.signal(number, handler))
os.kill(os.getpid(), signal.SIGTERM)
signal.raise_signal(signal.SIGUSR1)
signal.setitimer(signal.ITIMER_REAL, 0.05)
while signal.SIGALRM not in seen:
    time.sleep(0.01)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
os.kill(os.getpid(), signal.SIGHUP)
print(signal.sigpending())
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGTERM)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
sys.exit(0)
`,
    },
  },
  {
    name: "KeyboardInterrupt that nobody catches",
    files: { "main.py": "import signal\n\nprint('x')\nsignal.raise_signal(signal.SIGINT)\n" },
    exit: 130,
  },
  ...(
    [
      ["SIGTERM", 143],
      ["SIGKILL", 137],
      ["SIGSEGV", 139],
      ["SIGABRT", 134],
      ["SIGHUP", 129],
    ] as const
  ).map(([signal, exit]) => ({
    name: `the program sends itself ${signal}`,
    files: {
      "main.py": `import os, signal\n\nprint("before", flush=True)\nos.kill(os.getpid(), signal.${signal})\nprint("after")\n`,
    },
    exit,
  })),
  {
    name: "a broken pipe",
    files: {
      "main.py": py`import os
import signal

print(signal.getsignal(signal.SIGPIPE))
reader, writer = os.pipe()
os.close(reader)
os.system("yes 2>&1 | head -n 1")
os.write(writer, b"x")
`,
    },
    exit: 1,
  },
  {
    name: "asyncio: order, errors that nobody awaits, child processes",
    files: {
      "main.py": py`import asyncio
import sys


async def boom():
    raise ValueError("in a task")


async def say(text, delay):
    await asyncio.sleep(delay)
    print(text)


async def main():
    await asyncio.gather(say("second", 0.1), say("first", 0.01))
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(6 * 7)", stdout=-1)
    print(await child.communicate(), child.returncode)
    task = asyncio.create_task(boom())
    await asyncio.sleep(0)
    del task
    async with asyncio.timeout(0.05):
        await asyncio.sleep(5)


asyncio.run(main())
`,
    },
    exit: 1,
  },
];
