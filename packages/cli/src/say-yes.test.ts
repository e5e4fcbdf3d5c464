import { describe, expect, it } from "vitest";
import { agrees } from "./say-yes.ts";

async function answered(
  ...answers: readonly string[]
): Promise<{ readonly agreed: boolean; readonly asked: string[] }> {
  const asked: string[] = [];
  const agreed = await agrees(async (text) => {
    asked.push(text);
    return answers[asked.length - 1] ?? "";
  }, "Apply this to app-1, app-2 and app-3? Each host takes it back by itself unless a new login confirms it within 120 s.");
  return { agreed, asked };
}

describe("a question before a change", () => {
  it.each([
    [["yes"], true, 1],
    [[" YES "], true, 1],
    [["no"], false, 1],
    [["n"], false, 1],
    [["y", "yes"], true, 2],
    [["Y", "y"], false, 2],
    [["", ""], false, 2],
    [["yess", "no"], false, 2],
  ] as const)("%j gives %s after %d", async (answers, agreed, times) => {
    const told = await answered(...answers);
    expect(told.agreed).toBe(agreed);
    expect(told.asked).toHaveLength(times);
  });

  it("fits on a terminal of 80 columns, and says each time what counts", async () => {
    const { asked } = await answered("y", "y");
    expect(
      asked
        .join("\n")
        .split("\n")
        .filter((line) => line.length > 80),
    ).toEqual([]);
    for (const question of asked) expect(question).toContain("the whole word yes");
  });
});
