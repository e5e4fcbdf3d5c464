import { defineState, type State } from "@secondlock/model";
import { unattendedUpgrades } from "../facts/unattended-upgrades.ts";

export function unattendedUpgradesInstalled(): State<boolean> {
  return defineState({
    resource: "packages:unattended-upgrades",
    text: "install unattended-upgrades",
    settings: { installed: "yes" },
    fact: unattendedUpgrades,
    settle: () => true,
  });
}
