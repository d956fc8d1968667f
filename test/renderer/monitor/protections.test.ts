import { describe, expect, it } from "vitest";
import type { ContainerDetails } from "#shared/monitor.ts";
import { toProtections } from "../../../renderer/monitor/protections.ts";
import { toContainer, toContainerDetails } from "../fake-containers.ts";

const ours = toContainerDetails([toContainer("a")], toContainer("a").id);
const find = (change: Partial<ContainerDetails>, name: RegExp) =>
  toProtections({ ...ours, ...change }).find(({ title, technical }) => name.test(`${title} ${technical}`));

describe("toProtections", () => {
  it("finds every protection of a sandbox in force", () => {
    expect(toProtections(ours).filter(({ holds }) => holds !== true)).toEqual([]);
  });

  it.each<[string, Partial<ContainerDetails>, RegExp]>([
    ["a network", { networkMode: "bridge" }, /NetworkMode: bridge/],
    ["root by number", { user: "0:0" }, /User: 0:0/],
    ["root by silence", { user: "" }, /so root/],
    ["a writable root", { readOnlyRoot: false }, /ReadonlyRootfs: false/],
    ["kept capabilities", { capabilitiesDropped: [] }, /CapDrop: none/],
    ["an added capability", { capabilitiesAdded: ["SYS_ADMIN"] }, /CapAdd: SYS_ADMIN/],
    ["a privileged container", { privileged: true }, /Privileged: true/],
    ["an unfiltered kernel", { securityOptions: ["seccomp=unconfined"] }, /seccomp=unconfined/],
    ["new privileges", { securityOptions: [] }, /no-new-privileges is not set/],
    ["new privileges, said explicitly", { securityOptions: ["no-new-privileges:false"] }, /no-new-privileges:false/],
    [
      "a folder of the host",
      { mounts: [{ type: "bind", source: "/srv", destination: "/d", readOnly: true }] },
      /\/srv/,
    ],
    [
      "no memory limit",
      { summary: toContainer("a", { limits: { memoryBytes: null, cpus: null, pids: null } }) },
      /Memory: no limit/,
    ],
  ])("tells of %s", (_, change, name) => {
    expect(find(change, name)).toMatchObject({ holds: false });
  });

  it("counts no named volume as a folder of this computer", () => {
    const mounts = [{ type: "volume", source: "data", destination: "/d", readOnly: false }];
    expect(find({ mounts }, /Binds: none/)?.holds).toBe(true);
  });
});
