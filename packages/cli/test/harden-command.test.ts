import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, secondlock } from "./command.ts";

/** A folder with a service file whose one host nobody can reach. */
function desk(): string {
  const directory = folder();
  const service = "service: shop\nhosts: { app-1: { ssh: ada@host.invalid } }\npeople: { ada: { admin: [app-1] } }\n";
  writeFileSync(join(directory, "secondlock.yaml"), service);
  return directory;
}

describe("secondlock harden --json", () => {
  it("asks nobody: it wants --yes or --dry-run", async () => {
    const said = await secondlock(["harden", "--json"], desk());
    expect(said).toEqual({
      status: 2,
      out: "",
      err: expect.stringMatching(/^secondlock: --json needs --yes or --dry-run[^\n]*\nhint: [^\n]+\n$/),
    });
  });

  it.each(["--yes", "--dry-run"])(
    "with %s has standard output to itself, also where no host can be reached",
    async (how) => {
      const { status, out, err } = await secondlock(["harden", "--json", how, "-F", "/dev/null"], desk());
      expect(status).toBe(3);
      const report = JSON.parse(out) as { hosts: readonly { left: readonly { verdict: string }[] }[] };
      expect(report).toMatchObject({
        schema: "secondlock-harden/1",
        service: "shop",
        hosts: [
          {
            host: "app-1",
            outcome: "refused",
            because: expect.stringMatching(/^the name cannot be resolved/),
            audited: false,
          },
        ],
      });
      expect(new Set(report.hosts[0]?.left.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
      expect(err).toMatch(/app-1: not planned/);
    },
  );

  it("prints nothing where the command line or the service file is wrong", async () => {
    const cwd = desk();
    for (const more of [["--batch", "0"], ["--only", "no-such-control"], ["db-9"], ["--file", "nothing.yaml"]])
      expect(await secondlock(["harden", "--json", "--yes", ...more], cwd)).toMatchObject({ status: 2, out: "" });
  });
});

it("plan --exit-code says of a host that could not be read that it could not be read", async () => {
  const { status, out } = await secondlock(["plan", "--exit-code", "-F", "/dev/null"], desk());
  expect(status, out).toBe(3);
});
