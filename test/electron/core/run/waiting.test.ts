import { describe, expect, test } from "vitest";
import { isWaitingForInput } from "../../../../electron/core/run/waiting.ts";

const table = (...places: string[]) => ({
  titles: ["PID", "WCHAN"],
  rows: places.map((place, index) => [String(index), place]),
});

describe("whether a program waits for its input", () => {
  test.each<[string, ReturnType<typeof table>, string, boolean]>([
    ["reading a pipe", table("do_wait", "anon_pipe_read"), "", true],
    ["reading a pipe on an older kernel", table("sigsuspend", "pipe_wait"), "Who? ", true],
    ["reading what Node.js calls a pipe", table("unix_stream_read_generic"), "Who? ", true],
    ["computing", table("do_wait", "-"), "Who? ", false],
    ["sleeping", table("do_wait", "hrtimer_nanosleep"), "Who? ", false],
    ["an event loop after a prompt", table("do_wait", "do_epoll_wait"), "Who? ", true],
    ["an event loop on a kernel that calls it so", table("do_wait", "ep_poll"), "Who? ", true],
    ["an event loop after a whole line", table("do_wait", "do_epoll_wait"), "done\n", false],
    ["an event loop before any output", table("do_wait", "do_epoll_wait"), "", false],
    ["no such column", { titles: ["PID"], rows: [["1"]] }, "Who? ", false],
  ])("%s", (_, processes, lastOutput, expected) => {
    expect(isWaitingForInput(processes, lastOutput)).toBe(expected);
  });
});
