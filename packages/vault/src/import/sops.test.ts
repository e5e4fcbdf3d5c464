import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { flatValues, readSops, sopsFormatOf } from "./sops.ts";

describe("a file of sops", () => {
  it.each([
    ["A=ENC[AES256_GCM,data:x,type:str]\nsops_version=3.9.0\n", "dotenv"],
    ["A: ENC[AES256_GCM,data:x,type:str]\nsops:\n    version: 3.9.0\n", "yaml"],
    ['{\n\t"A": "ENC[AES256_GCM,data:x,type:str]",\n\t"sops": {\n\t\t"version": "3.9.0"\n\t}\n}\n', "json"],
    ["A=1\nsops_version=3.9.0\n", undefined],
    ["A='ENC[AES256_GCM,data:x]'\n", undefined],
    ["", undefined],
  ])("is known by what is in it: %j", (text, format) => expect(sopsFormatOf(text)).toBe(format));

  it("gives names and values as they are written, and no structure", () => {
    expect(flatValues('{"A":"x\\n","N":12345678901234567890,"F":1.50,"T":true,"E":null}')).toEqual({
      ok: true,
      value: new Map(Object.entries({ A: "x\n", N: "12345678901234567890", F: "1.50", T: "true", E: "" })),
    });
    expect(flatValues('{"db":{"password":"x"}}')).toEqual({ ok: false, reason: "not-flat", detail: "db" });
    expect(flatValues('{"db.url":"x"}')).toEqual({ ok: false, reason: "bad-name", detail: "db.url" });
    for (const json of ["[]", "1", "null"]) expect(flatValues(json)).toMatchObject({ reason: "not-flat" });
    expect(flatValues("A=1")).toMatchObject({ reason: "sops-refuses" });
  });
});

describe("the program sops", () => {
  /** A folder with a program of that name, alone on the path. */
  function stand(program?: string): string {
    const folder = mkdtempSync(join(tmpdir(), "secondlock-sops-"));
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    });
    if (program !== undefined) {
      writeFileSync(join(folder, "sops"), `#!/bin/sh\n${program}\n`);
      chmodSync(join(folder, "sops"), 0o755);
    }
    vi.stubEnv("PATH", folder);
    return join(folder, "secrets.yaml");
  }

  it("is asked for the whole file as JSON", async () => {
    const path = stand(`printf '{"ARGS":"%s"}' "$*"`);
    const args = `--decrypt --input-type yaml --output-type json ${path}`;
    expect(await readSops(path, "yaml")).toEqual({ ok: true, value: new Map([["ARGS", args]]) });
  });

  it("is named when it is not there, and its own words are told when it refuses", async () => {
    const path = stand();
    expect(await readSops(path, "json")).toEqual({ ok: false, reason: "no-sops", detail: path });
    const other = stand("echo 'Failed to get the data key' >&2; echo more >&2; exit 128");
    expect(await readSops(other, "json")).toEqual({
      ...{ ok: false, reason: "sops-refuses", detail: `${other}: Failed to get the data key` },
    });
  });
});
