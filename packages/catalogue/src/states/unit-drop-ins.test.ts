import { describe, expect, it } from "vitest";
import { brought, settledBy, written } from "../../testing/brought.ts";
import { exampleHost } from "../../testing/example-host.ts";
import { applicationBounded, applicationStartsAgain, servicesStartAgain } from "./unit-drop-ins.ts";

const unit = { Id: "shop.service", UnitFileState: "enabled", ActiveState: "active" };
const path = "/etc/systemd/system/shop.service.d/50-secondlock.conf";
const both = [applicationBounded(exampleHost()), applicationStartsAgain()];

describe("drop-ins of units", () => {
  it("bounds the application, and leaves it the folders that it owns", () => {
    const Folders = "/var/lib/shop\n/var/lib/shop/cache\n/srv/uploads\n/srv/with a blank";
    const changes = brought(both, [{ ...unit, Folders }]);
    const text = written(changes)[path] ?? "";
    expect(text).toContain("[Service]\nNoNewPrivileges=yes\nProtectSystem=strict\n");
    expect(text).toContain("ProtectHome=yes\nRestart=on-failure\nRestartSec=5\n");
    expect(text.split("\n").filter((line) => line.startsWith("ReadWrite"))).toEqual([
      "ReadWritePaths=-/srv/uploads",
      "ReadWritePaths=-/var/lib/shop",
    ]);
    expect(changes).toContainEqual({ kind: "unit", unit: "shop.service", enabled: true, active: true, restart: true });
    expect(written(brought(both, settledBy(both, [{ ...unit, Folders }])))).toEqual(written(changes));
  });

  it("sees its code where that lies in a home", () => {
    const host = exampleHost({ application: { user: "shop", directory: "/home/shop/app", config: [], tlsKeys: [] } });
    expect(written(brought([applicationBounded(host)], [unit]))[path]).toContain("ProtectHome=read-only\n");
  });

  it.each([
    [
      { ...unit, UnitFileState: "disabled", ActiveState: "inactive" },
      { enabled: true, active: false },
    ],
    [
      { ...unit, UnitFileState: "static" },
      { enabled: true, active: true },
    ],
  ])("starts with the host: %o", (one, wanted) => {
    expect(brought([applicationStartsAgain()], [one])).toMatchObject([{ path }, wanted]);
  });

  it("leaves a unit with an odd name alone, and says that there is none", () => {
    expect(brought(both, [{ ...unit, Id: "../x.service" }])).toEqual([]);
    expect(both[0]?.notes?.([])).toHaveLength(1);
  });

  it("has services start again after a crash", () => {
    const state = servicesStartAgain(() => ["nginx.service"]);
    expect(written(brought([state], {}))).toEqual({
      "/etc/systemd/system/nginx.service.d/50-secondlock.conf":
        "# Managed by Secondlock: it starts again after a crash.\n[Service]\nRestart=on-failure\nRestartSec=5\n",
    });
  });
});
