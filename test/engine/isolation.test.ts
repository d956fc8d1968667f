import { afterAll, beforeAll, describe, expect } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { isolationSchema, PYTHON_ISOLATION_PROBE } from "../../electron/core/monitor/isolation-probe.ts";
import { engineTest, openReadyCore, type TestCore } from "./test-core.ts";

let core: TestCore;
beforeAll(async () => {
  core = await openReadyCore({ poolSize: 0 });
});
afterAll(() => core?.close());

const python = (code: string, rest = {}) => core.run({ files: { "main.py": code }, ...rest });

describe("inside a sandbox", () => {
  engineTest("the kernel enforces what was asked for", async () => {
    const result = await python(PYTHON_ISOLATION_PROBE);
    expect(result.stderr).toBe("");
    const found = isolationSchema.parse(JSON.parse(result.stdout));
    const { memoryBytes, cpus, pids } = DEFAULT_LIMITS;
    expect(found).toEqual({
      ...{ uid: 10001, capabilities: "0000000000000000", noNewPrivileges: 1, seccomp: 2 },
      ...{ interfaces: ["lo"], rootWritable: false, swapBytes: 0, memoryBytes, cpus, pids },
    });
  });

  engineTest("limits asked for one run are the ones in force", async () => {
    const limits = { memoryBytes: 96 * 1024 * 1024, cpus: 0.25, pids: 32 };
    const result = await python(PYTHON_ISOLATION_PROBE, { limits });
    expect(isolationSchema.parse(JSON.parse(result.stdout))).toMatchObject({ ...limits, swapBytes: 0 });
  });

  engineTest("Node.js is confined in the same way", async () => {
    const code = `
      const fs = require("node:fs");
      const status = fs.readFileSync("/proc/self/status", "utf8");
      const field = (name) => status.match(new RegExp(name + ":\\\\s*(\\\\S+)"))[1];
      const refused = ["/x", "/etc/x", "/usr/x", "/opt/sandpit/x", "/var/tmp/x"].filter((path) => {
        try { fs.writeFileSync(path, ""); return false; } catch { return true; }
      });
      console.log(process.getuid(), field("CapEff"), field("CapBnd"), field("NoNewPrivs"), field("Seccomp"),
        Object.keys(require("node:os").networkInterfaces()).join(), refused.length);`;
    const result = await core.run({ files: { "main.js": code } });
    expect(result.stdout).toBe("10001 0000000000000000 0000000000000000 1 2 lo 5\n");
  });

  engineTest("there is no way out to a network, to devices or to the engine", async () => {
    const code = `
import os, socket
for target in (("1.1.1.1", 53), ("172.17.0.1", 80), ("10.0.0.1", 80)):
    try:
        socket.create_connection(target, timeout=1)
        print("connected", target)
    except OSError as error:
        print(error.errno)
try:
    print(socket.gethostbyname("example.com"))
except OSError:
    print("no names")
print(sorted(os.listdir("/dev")))
print([path for path in ("/var/run/docker.sock", "/run/docker.sock", "/.dockerenv.sock") if os.path.exists(path)])
`;
    const lines = (await python(code)).stdout.trim().split("\n");
    expect(lines.slice(0, 4)).toEqual(["101", "101", "101", "no names"]);
    // What a container gets at the most; neither disks nor /dev/kmsg, /dev/mem, /dev/net or /dev/fuse.
    const harmless = "core fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero".split(" ");
    const devices: string[] = JSON.parse((lines[4] ?? "").replaceAll("'", '"'));
    expect(devices.filter((name) => !harmless.includes(name))).toEqual([]);
    expect(devices).toContain("null");
    expect(lines[5]).toBe("[]");
  });

  engineTest("no program gains privileges, mounts, traces others, or runs what it wrote to /tmp", async () => {
    const code = `
import ctypes, os, subprocess
libc = ctypes.CDLL(None, use_errno=True)
def errno_of(result):
    return ctypes.get_errno() if result != 0 else 0
print(errno_of(libc.setuid(0)), errno_of(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)), errno_of(libc.unshare(0x10000000)))
open("/tmp/run/x", "w").write("#!/bin/sh\\necho ran\\n")
os.chmod("/tmp/run/x", 0o777)
try:
    subprocess.run(["/tmp/run/x"])
except OSError as error:
    print(error.errno)
setuid = subprocess.run("find / -xdev -perm /6000 -type f 2>/dev/null", shell=True, capture_output=True, text=True).stdout
print(repr(setuid))
tools = [name for name in ("curl", "wget", "nc", "ssh", "apt", "apt-get", "dpkg", "pip", "pip3", "npm", "npx", "su", "mount", "ip") if subprocess.run(["sh", "-c", "command -v " + name], capture_output=True).returncode == 0]
print(tools)
`;
    expect((await python(code)).stdout.trim().split("\n")).toEqual(["1 1 1", "13", "''", "[]"]);
  });

  engineTest("nothing of one run is left for the next", async () => {
    await python("open('/tmp/left', 'w').write('x'); open('/dev/shm/left', 'w').write('x')");
    const result = await python("import os\nprint(os.listdir('/tmp'), os.listdir('/tmp/run'), os.listdir('/dev/shm'))");
    expect(result.stdout).toBe("['run'] ['main.py'] []\n");
  });
});
