import type { Requirement } from "./requirement.ts";

export const infrastructure: readonly Requirement[] = [
  { id: "R234", title: "All infrastructure from code", source: "002" },
  { id: "R235", title: "Recreate at the push of a button", source: "002" },
  { id: "R236", title: "Zero tolerance for hand-made resources", source: "002" },
  { id: "R237", title: "Roles, not root credentials", source: "002" },
  { id: "R238", title: "Databases and back-end in private networks", source: "002" },
  { id: "R239", title: "Care with security groups and peering", source: "002" },
  { id: "R240", title: "One private network per logical service", source: "002" },
  { id: "R241", title: "Immutable hosts", source: "002" },
  { id: "R242", title: "Scripts run from the local computer secure a remote server", source: "001 §2" },
  { id: "R243", title: "Configuration-management recipe", source: "001 §2" },
  { id: "R244", title: "Server images and many instances", source: "001 §3.1" },
  { id: "R245", title: "New servers never open to the world", source: "001 §3.2" },
  { id: "R246", title: "Scales from small to large", source: "001 §5" },
];
