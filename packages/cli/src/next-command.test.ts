import type { HostPlan } from "@secondlock/engine/change";
import { describe, expect, it } from "vitest";
import { nextCommand } from "./next-command.ts";

const item = { resource: "file:/etc/x", texts: [], controls: [], costs: [], risks: [], steps: [] };
const plan = (host: string, more: Partial<HostPlan> = {}): HostPlan => ({
  ...{ host, items: [item], byHand: [], found: [], unseen: [], refusals: [], drifted: [], record: {} },
  ...more,
});
const plain = { file: "secondlock.yaml", except: [] };

describe("what a plan says to type next", () => {
  it("names the hosts that can be changed, and no other", () => {
    const plans = [plan("app-1"), plan("db-1", { refusals: ["so"] }), plan("web-1", { items: [] }), plan("app-2")];
    expect(nextCommand(plans, plain)).toBe("secondlock harden app-1 app-2");
  });

  it("is nothing where nothing can be changed", () => {
    expect(nextCommand([plan("app-1", { items: [] }), plan("db-1", { refusals: ["so"] })], plain)).toBeUndefined();
  });

  it("asks for what the plan was asked for, as a shell takes it", () => {
    const args = { file: "my shop.yaml", only: ["ssh-no-root-login"], except: ["a", "b"], sshConfig: "/tmp/it's" };
    expect(nextCommand([plan("app-1")], args)).toBe(
      String.raw`secondlock harden app-1 --file 'my shop.yaml' --ssh-config '/tmp/it'\''s' --only ssh-no-root-login --except a b`,
    );
  });
});
