import { expect, it } from "vitest";
import { jumpCommand } from "./attempt-hosts.ts";

it("a percent sign in a path stays one on the way through a jump", () => {
  const via = { user: "ada", address: "app-1.example", port: 22 };
  const route = { login: { ...via, address: "10.0.0.3" }, via: [via], configFile: "/home/ada/100%h/config" };
  const command = jumpCommand(route, via);
  expect(command).toContain("-F /home/ada/100%%h/config");
  expect(command.match(/(?<!%)%(%%)*[a-z]/g)).toEqual(["%h", "%p"]);
});
