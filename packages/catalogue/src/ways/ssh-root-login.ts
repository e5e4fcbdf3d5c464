import { defineWays } from "@secondlock/model";
import { rootOf } from "./asset.ts";
import { begins, lockOf } from "./lock.ts";

export const sshRootLogin = defineWays({
  id: "ssh-root-login",
  title: "Login as root itself",
  covers: ["R001", "R017", "R019"],
  ways: ({ hosts }) =>
    hosts.map((host) => ({
      id: `ssh-root-login:${host.id}`,
      title: `login as root on ${host.id}`,
      asset: rootOf(host),
      harm: "change",
      locks: [
        begins("root's password is guessed", "credential:password-root"),
        lockOf("ssh-no-root-login", host.id, { instance: "account:root" }),
        lockOf("ssh-no-password-login", host.id, { instance: "account:root" }),
        lockOf("root-locked", host.id),
      ],
    })),
});
