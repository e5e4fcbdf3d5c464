import { theHost } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { readAsOrdinary, tellsNothing } from "./ordinary-try.ts";

const wanted = exampleHost();

function attemptOn(...paths: readonly string[]): ReturnType<typeof readAsOrdinary> {
  return readAsOrdinary("files", "files", () => paths);
}

function outcomeOf(...statuses: readonly number[]): { readonly outside: string; readonly because: string } {
  const attempt = attemptOn(...statuses.map((_status, index) => `/file${index}`));
  const probes = attempt.probes(wanted, theHost, "operator");
  return attempt.judge(
    probes.map((probe, index) => {
      const status = statuses[index] ?? 0;
      return {
        probe,
        address: "203.0.113.7",
        observation: { kind: "ordinary-command", status, output: status === 0 ? "r" : "" },
      };
    }),
    { wanted, instance: theHost, vantage: "operator" },
  );
}

describe("reading files as an ordinary account", () => {
  it("is refused when a file that is there is", () => {
    expect(outcomeOf(1)).toMatchObject({ outside: "refused" });
    expect(outcomeOf(tellsNothing, 1, tellsNothing)).toMatchObject({ outside: "refused" });
  });

  it("proves nothing when no file is there", () => {
    expect(outcomeOf(tellsNothing, tellsNothing)).toMatchObject({
      outside: "inconclusive",
      because: "there is no such file",
    });
  });

  it("names the file that opens", () => {
    expect(outcomeOf(tellsNothing, 1, 0)).toMatchObject({
      outside: "succeeded",
      because: expect.stringMatching("/file2") as string,
    });
    expect(outcomeOf(127, 1)).toMatchObject({ outside: "inconclusive" });
  });
});
