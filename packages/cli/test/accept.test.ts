import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, secondlock } from "./command.ts";

const file = `service: shop
hosts:
  app-1: { role: app, ssh: ada@198.51.100.7 } # the only one
`;

describe("secondlock accept", () => {
  it("records the exception and keeps the file as it was, comments included", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "secondlock.yaml"), file);
    const said = await secondlock(
      ["accept", "ssh-idle-timeout", "--host", "app-1", "--until", "2999-01-31", "--reason", "long deploys"],
      cwd,
    );
    expect(said).toMatchObject({ status: 0, err: "" });
    expect(said.out).toContain("never green");
    const after = readFileSync(join(cwd, "secondlock.yaml"), "utf8");
    expect(after.startsWith(file)).toBe(true);
    expect(after).toMatch(/control: ssh-idle-timeout.*host: app-1.*until: "?2999-01-31"?.*reason: long deploys/s);
  });

  it("writes nothing with --dry-run", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "secondlock.yaml"), file);
    const said = await secondlock(
      ["accept", "ssh-idle-timeout", "--host", "app-1", "--until", "2999-01-31", "--reason", "x", "--dry-run"],
      cwd,
    );
    expect(said.status).toBe(0);
    expect(said.out).toContain("ssh-idle-timeout");
    expect(readFileSync(join(cwd, "secondlock.yaml"), "utf8")).toBe(file);
  });

  it.each([
    [
      "a control that does not exist",
      ["accept", "ssh-idle-timout", "--host", "app-1", "--until", "2999-01-31", "--reason", "x"],
      /ssh-idle-timeout/,
    ],
    [
      "a host that does not exist",
      ["accept", "ssh-idle-timeout", "--host", "app-2", "--until", "2999-01-31", "--reason", "x"],
      /app-1/,
    ],
    [
      "a day that is past",
      ["accept", "ssh-idle-timeout", "--host", "app-1", "--until", "2020-01-31", "--reason", "x"],
      /hint:/,
    ],
    ["no reason", ["accept", "ssh-idle-timeout", "--host", "app-1", "--until", "2999-01-31"], /--reason/],
  ])("refuses %s, with a hint, and changes nothing", async (_name, args, hint) => {
    const cwd = folder();
    writeFileSync(join(cwd, "secondlock.yaml"), file);
    const said = await secondlock(args, cwd);
    expect(said.status).toBe(2);
    expect(said.err).toMatch(hint);
    expect(readFileSync(join(cwd, "secondlock.yaml"), "utf8")).toBe(file);
  });
});
