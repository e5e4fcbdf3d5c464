import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controls } from "@secondlock/catalogue";
import { exampleHost } from "@secondlock/catalogue/testing";
import { factsOf } from "@secondlock/engine";
import { type CommandResult, type Lab, labReady, startLab } from "@secondlock/lab";

// the account is shop, and its folder /srv/shop: no unit says so in these words
const units = {
  "by-uid.service": "User=777\nWorkingDirectory=/srv/alias\nExecStart=/bin/sleep 900",
  "by-other-name\\x2d1.service": "User=other\nExecStart=/bin/sleep 901",
  "elsewhere.service": "User=other\nSlice=deep-down.slice\nExecStart=/bin/sleep 902",
  // started, and nothing of it runs any more
  "done.service": "User=777\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true",
  // a part of it only runs as the account, as with cron: bounds for it would end what the rest does
  "scheduler.service": 'ExecStart=/bin/sh -c "setpriv --reuid=777 --clear-groups sleep 903 & exec sleep 904"',
  "stranger.service": "User=daemon\nExecStart=/bin/sleep 905",
};

describe.skipIf(!labReady())("the units that run an application", () => {
  let lab: Lab<"app">;

  beforeAll(async () => {
    lab = await startLab({ hosts: { app: { role: "bare" } } });
    const files = Object.entries(units).map(
      ([name, text]) => `cat > '/etc/systemd/system/${name}' <<'END'\n[Service]\n${text}\nEND`,
    );
    const accounts = "useradd -r -u 777 -M shop; useradd -o -r -u 777 -M other; mkdir /srv/shop; ln -s shop /srv/alias";
    const names = Object.keys(units).map((name) => `'${name}'`);
    const started = await on(
      `${[accounts, ...files].join("\n")}\nsystemctl daemon-reload && systemctl start ${names.join(" ")} && systemd-run -q --unit=gone --uid=other sleep 906`,
    );
    expect(started).toMatchObject({ code: 0 });
  });
  afterAll(() => lab?.stop());

  const on = (script: string): Promise<CommandResult> => lab.hosts.app.exec(["sh", "-c", script]);
  const found = async (): Promise<readonly (string | undefined)[]> => {
    const host = exampleHost({ application: { user: "shop", directory: "/srv/shop", config: [], tlsKeys: [] } });
    const fact = factsOf(controls).find(({ id }) => id === "application-units");
    const read = fact?.reads(host)["units"];
    if (fact === undefined || read === undefined) throw new Error("there is no such fact");
    const { code, stdout, stderr } = await lab.hosts.app.exec([...read.argv]);
    const reading = fact.parse({ units: { stdout, stderr, status: code, truncated: false } }, host);
    if (!reading.known) throw new Error(reading.reason);
    return (reading.value as readonly Readonly<Record<string, string>>[]).map((unit) => unit["Id"]);
  };

  test("are found by the number of its account and by what runs as it, and no others are", async () => {
    expect(new Set(await found())).toEqual(
      new Set(["by-other-name\\x2d1.service", "by-uid.service", "done.service", "elsewhere.service", "gone.service"]),
    );
  });
});
