import { testFact } from "../../testing/test-fact.ts";
import { systemUnits } from "./system-units.ts";

testFact(systemUnits, {
  "systemd 252 of Debian 12": {
    outputs: {
      units:
        "Id=apt-daily.timer\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n\nId=ssh.service\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\nRestart=on-failure\n\nId=auditd.service\nLoadState=not-found\nActiveState=inactive\nUnitFileState=\nRestart=no\n",
    },
    gives: {
      "apt-daily.timer": { loaded: true, active: true, enabled: true, restart: "" },
      "ssh.service": { loaded: true, active: true, enabled: true, restart: "on-failure" },
      "auditd.service": { loaded: false, active: false, enabled: false, restart: "no" },
    },
  },
  "a host that systemd did not start": {
    outputs: {
      units: {
        status: 1,
        stderr:
          "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down",
      },
    },
    unreadable: /Host is down/,
  },
});
