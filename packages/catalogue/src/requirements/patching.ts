import type { Requirement } from "./requirement.ts";

export const patching: readonly Requirement[] = [
  { id: "R065", title: "Servers install security patches automatically", source: "003 Servers; 004 Patch" },
  { id: "R066", title: "Regular maintenance windows", source: "004 Patch" },
  { id: "R067", title: "Any one system can be turned off and on without outage", source: "004 Patch; 000" },
  { id: "R068", title: "Web libraries and dependencies checked", source: "004 Patch" },
  { id: "R069", title: "Every production version scanned: OS, libraries, packages", source: "002" },
  { id: "R070", title: "Upgrades without downtime, quick and fully automatic", source: "002" },
  { id: "R071", title: "Only essential services enabled", source: "003 Servers" },
  { id: "R072", title: "Power off unused services and servers", source: "002" },
  { id: "R073", title: "Supported operating system release", source: "001 §3.2" },
  { id: "R074", title: "Works on other distributions", source: "001 §3.2" },
  { id: "R075", title: "Running state equals configured state", source: "001 §3.5; 001 §3.8; 001 §3.9; 001 §3.10" },
  {
    id: "R076",
    title: "Security checks and constraints are automated",
    source: "001 §3; 001 §3.4; 001 §3.11; 001 §4; 001 §4.3",
  },
];
