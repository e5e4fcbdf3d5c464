import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { unattendedUpgrades } from "../facts/unattended-upgrades.ts";

export function unattendedUpgradesInstalled(): State<boolean> {
  return defineState({
    resource: "packages:unattended-upgrades",
    text: "install unattended-upgrades",
    settings: { installed: "yes" },
    fact: unattendedUpgrades,
    settle: () => true,
    bring: installUpgrades,
  });
}

function installUpgrades(_settings: Settings, installed: boolean): readonly Change[] {
  return installed ? [] : [{ kind: "package", package: "unattended-upgrades", wanted: "installed" }];
}
