import { expect, it } from "vitest";
import { bookOf, type Judged } from "./verdict-book.ts";

function judged(control: string, target: string, verdict: Judged["verdict"]): Judged {
  return {
    control,
    target,
    title: `title of ${control}`,
    severity: "high",
    verdict,
    inside: { outcome: "holds", because: `inside of ${control}` },
    outside: { outcome: "not attempted", because: `outside of ${control}`, vantages: [] },
    instances: [
      {
        instance: "account:ada",
        title: "ada",
        verdict,
        inside: "holds",
        insideBecause: "",
        outside: "not attempted",
        outsideBecause: "",
        vantages: [],
      },
    ],
  };
}

it("finds a verdict by control and host, and nothing where none was judged", () => {
  const book = bookOf([
    judged("key", "app-1", "proven"),
    judged("key", "app-2", "broken"),
    judged("sudo", "app-2", "luck"),
  ]);
  expect(book.of("key", "app-1")?.verdict).toBe("proven");
  expect(book.of("key", "app-2")?.instances).toEqual([{ instance: "account:ada", title: "ada", verdict: "broken" }]);
  expect(book.of("sudo", "app-1")).toBeUndefined();
  expect(book.of("door", "app-1")).toBeUndefined();
  expect(book.of("key", "app-3")).toBeUndefined();
});

it("lists what asks for something to be done, host by host", () => {
  const book = bookOf([
    judged("key", "app-1", "proven"),
    judged("key", "app-2", "broken"),
    judged("sudo", "app-2", "not applicable"),
  ]);
  expect([...book.open()]).toEqual([
    { control: "key", target: "app-2", title: "title of key", severity: "high", verdict: "broken" },
  ]);
});

it("keeps why something is not known or not proven", () => {
  const book = bookOf([
    judged("key", "app-1", "unknown"),
    judged("sudo", "app-1", "claimed"),
    judged("door", "app-1", "broken"),
  ]);
  expect(["key", "sudo", "door"].map((control) => book.of(control, "app-1")?.because)).toEqual([
    "inside of key",
    "outside of sudo",
    "",
  ]);
});

it("holds hosts that are alike once", () => {
  const book = bookOf([
    judged("key", "app-1", "proven"),
    judged("key", "app-2", "proven"),
    judged("key", "app-3", "broken"),
  ]);
  expect(book.of("key", "app-1")).toBe(book.of("key", "app-2"));
  expect(book.of("key", "app-1")).not.toBe(book.of("key", "app-3"));
});
