import { expect, it } from "vitest";
import type { Target } from "../targets/target.ts";
import { lookBack } from "./look-back.ts";
import { hex } from "./request.ts";

const id = "20261121T100000Z-0000";
const evil = "\u001B]0;owned\u0007\u001B[2J\u001B[1;1Hall is well\r";

/** A host whose part answers `status` and `show`. */
function answering(status: string, show: string): Target {
  return {
    id: "app-1",
    reached: "ssh app-1",
    connect: () => Promise.resolve({ connected: true }),
    run: (script) => {
      const stdout = Buffer.from(script.startsWith("perl /dev/fd/3 show") ? show : status);
      return Promise.resolve({ state: "ended", stdout, stderr: "", status: 0, cut: false });
    },
    close: () => Promise.resolve(),
  };
}

const status = `journal\t${id}\t${hex("confirmed")}\t${hex(evil)}\t${hex(evil)}\nstanding\t${id}\nend\n`;
const show = [
  `undone\t${id}\t${hex(evil)}\t${hex(evil)}`,
  ...["back", "gone", "stays", "edited"].map((word) => `${word}\t${hex(evil)}`),
  `unit\t${evil}\t${evil}\t${evil}`,
  "end\n",
].join("\n");

it("shows nothing of a host's that a terminal would take for an order", async () => {
  expect(await lookBack(answering(status, show), undefined)).toEqual({
    known: true,
    to: id,
    journals: [{ id, state: "confirmed", who: "all is well", title: "all is well" }],
    undone: [{ id, title: "all is well" }],
    lines: ["restores all is well", "removes all is well", "unit all is well: all is well, all is well"],
    stays: ["all is well"],
    edited: ["all is well"],
  });
});

it.each([
  ["standing", `standing\t${evil}\nend\n`, show],
  ["journal", `journal\t${evil}\t\t\t\nend\n`, show],
  ["undone", status, `undone\t${evil}\nend\n`],
])("believes no answer whose %s is no id", async (_name, first, second) => {
  expect(await lookBack(answering(first, second), undefined)).toMatchObject({
    known: false,
    because: expect.stringMatching(/names a change/),
  });
});
