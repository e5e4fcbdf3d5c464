import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Step } from "../plan/plan.ts";
import { hex, reloadsOf, requestText, undoRequest } from "./request.ts";

const about = { who: "ada@laptop", seconds: 120, title: "harden: 1 resource", record: {} };
const file = (path: string, content: string): Step => ({
  kind: "file",
  path,
  after: { content, mode: 0o600, owner: "root", group: "root" },
  reload: "ssh",
});

describe("what a host is asked to do", () => {
  it("makes accounts before files, and locks root after them", () => {
    const steps: readonly Step[] = [
      { kind: "unit", unit: "x.service", enabled: true, active: true },
      { kind: "account", account: "root", wanted: { password: "locked" } },
      { kind: "modes", path: "/etc/x", mode: 0o640, owner: "root", group: "adm" },
      file("/etc/x", "y"),
      { kind: "account", account: "ada", wanted: { make: "person", into: ["sudo"] } },
    ];
    const kinds = requestText(steps, about)
      .split("\n")
      .map((line) => line.split("\t").slice(0, 2).join(" "));
    expect(kinds.slice(4)).toEqual([
      `stays ${hex("home of ada")}`,
      "account ada",
      `file ${hex("/etc/x")}`,
      `modes ${hex("/etc/x")}`,
      "account root",
      "unit x.service",
      "reload ssh",
      "",
    ]);
  });

  it("tells sshd last, and everything once", () => {
    const nft: Step = { ...file("/etc/a", ""), reload: "nftables" } as Step;
    expect(reloadsOf([file("/etc/b", ""), nft, file("/etc/c", "")])).toEqual(["nftables", "ssh"]);
  });

  it("lets one address in for a time, where that was asked", () => {
    expect(requestText([], { ...about, window: { address: "2001:db8::7", seconds: 1_800 } })).toContain(
      "\nopen\t2001:db8::7\t1800\n",
    );
    expect(requestText([], about)).not.toContain("open");
  });

  it("leaves packages to apt, and says that they stay", () => {
    const text = requestText([{ kind: "package", package: "aide", wanted: "installed" }], about);
    expect(text).toContain(`stays\t${hex("package aide (installed)")}\n`);
    expect(text.split("\n").filter((line) => line.startsWith("package"))).toEqual([]);
  });

  it("writes a file that goes as such, and an empty one as an empty one", () => {
    const goes: Step = { kind: "file", path: "/etc/x" };
    expect(requestText([goes], about)).toContain(`file\t${hex("/etc/x")}\t0\troot\troot\t-\n`);
    expect(requestText([file("/etc/x", "")], about)).toContain("\troot\troot\t+\n");
  });

  it("lets no content forge a line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (path, content) => {
        const lines = requestText([file(`/${path}`, content)], about).split("\n");
        expect(lines.map((line) => line.split("\t")[0])).toEqual([
          "who",
          "seconds",
          "plan",
          "record",
          "file",
          "reload",
          "",
        ]);
      }),
    );
  });

  it("asks for an undo by the journal's name alone", () => {
    expect(undoRequest("20261121T100000Z-00ff", about).split("\n").at(-2)).toBe("undo\t20261121T100000Z-00ff");
  });
});
