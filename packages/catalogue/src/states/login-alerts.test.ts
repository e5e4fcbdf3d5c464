import { expect, it } from "vitest";
import type { AlertsWanted, Fact, Look } from "@secondlock/model";
import { written } from "../../testing/brought.ts";
import type { AlertChannels } from "../facts/alert-channels.ts";
import { systemUnits } from "../facts/system-units.ts";
import { alertsCarried, loginsTold } from "./login-alerts.ts";

const alerts: AlertsWanted = {
  channels: [
    { kind: "slack", name: "chat", url: "sealed:HOOK" },
    { kind: "webhook", name: "ops", url: "https://alerts.example/in" },
    {
      ...{ kind: "smtp", name: "mail", server: "smtp.example", port: 587, from: "a@shop.example" },
      ...{ to: ["b@shop.example", "c@shop.example"], account: "a", password: "sealed:MAIL" },
    },
  ],
  quiet: [{ account: "copy", from: "10.0.0.5", command: "/usr/bin/rsync -a", reason: "nightly" }],
};
const nothing: AlertChannels = {
  ...{ mailsLogins: false, mailServers: [], recipients: [], mailer: "none" },
  ...{ carriers: [], quietLists: [] },
};
const told = loginsTold(alerts);
const brought =
  told.bring?.(told.settings, { monitRuns: false, watched: [], followers: [], sessionPrograms: [] }) ?? [];

it("writes the channels with names of secrets, never their values, for root only", () => {
  const files = written(brought);
  expect(files["/etc/secondlock/alerts.conf"]?.split("\n").slice(1)).toEqual([
    "channel chat slack secret:HOOK",
    "channel mail smtp smtp.example 587 a@shop.example b@shop.example,c@shop.example a secret:MAIL",
    "channel ops webhook https://alerts.example/in",
    "",
  ]);
  expect(files["/etc/secondlock/alerts-quiet"]).toMatch(
    /\n# nightly\ncopy from 10\.0\.0\.5 running \/usr\/bin\/rsync -a\n$/,
  );
  const modes = brought.flatMap((one) =>
    one.kind === "file" && one.path.startsWith("/etc/secondlock/") ? [one.mode] : [],
  );
  expect(modes).toEqual([0o600, 0o600]);
});

it("starts the service where it does not run, and leaves one that runs", () => {
  expect(brought.filter(({ kind }) => kind === "unit")).toMatchObject([
    { unit: "secondlock-alerts.service", active: true },
  ]);
  const running = { "secondlock-alerts.service": { loaded: true, active: true, enabled: true, restart: "always" } };
  const look: Look = <U>({ id }: Fact<U>) => (id === systemUnits.id ? (running as U) : undefined);
  const again = told.bring?.(
    told.settings,
    { monitRuns: false, watched: [], followers: [], sessionPrograms: [] },
    look,
  );
  expect(again?.filter(({ kind }) => kind === "unit")).toEqual([]);
});

it("shares one bringing with the state of the channels, so that a plan has it once", () => {
  const carried = alertsCarried(alerts);
  expect(carried.bring).toBe(told.bring);
  expect([carried.resource, carried.settings]).toEqual([told.resource, told.settings]);
});

it("says which secrets a person has to write down there, until they stand there", () => {
  const carried = alertsCarried(alerts);
  expect(carried.notes?.(nothing)).toMatchObject([expect.stringMatching(/HOOK=\.\.\. and MAIL=\.\.\./)]);
  const own = [
    { name: "chat", kind: "slack", missing: [] },
    { name: "mail", kind: "smtp", missing: [] },
  ];
  expect(carried.notes?.({ ...nothing, own })).toEqual([]);
  const once = carried.settle({ ...nothing, own });
  expect(carried.settle(once)).toEqual(once);
});

it("keeps journald from leaving out what sshd writes, and tells systemd of it with a reload of ssh", () => {
  expect(written(brought)["/etc/systemd/system/ssh.service.d/secondlock-alerts.conf"]).toMatch(
    /\n\[Service\]\nLogRateLimitIntervalSec=1s\nLogRateLimitBurst=1000000\n$/,
  );
  const reloads = brought.flatMap((one) => (one.kind === "file" && one.reload === "ssh" ? [one.path] : []));
  expect(reloads).toEqual(["/etc/systemd/system/ssh.service.d/secondlock-alerts.conf"]);
});
