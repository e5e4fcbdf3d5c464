import type { Requirement } from "./requirement.ts";

export const secrets: readonly Requirement[] = [
  { id: "R143", title: "API keys restricted by source address", source: "000" },
  { id: "R144", title: "Two keys, confirmed by a third party", source: "000" },
  { id: "R145", title: "Leaked environment file is not enough", source: "000" },
  { id: "R146", title: "Environment and config files never publicly reachable", source: "000" },
  { id: "R147", title: "Re-test exposure after every change such as a rebrand", source: "000" },
  { id: "R148", title: "Limit what a stolen third-party key can do", source: "000" },
  { id: "R149", title: "Purpose-built key store", source: "002" },
  { id: "R150", title: "No hard-coded secrets", source: "002" },
  { id: "R151", title: "No production secrets in repositories", source: "003 Repos; 001 §4.5" },
  { id: "R152", title: "Keep them as secure notes in the password manager", source: "003 Repos" },
  { id: "R153", title: "Scheduled rotation", source: "002" },
  { id: "R154", title: "Automatic rotation after a leak", source: "004 Strong-auth" },
  { id: "R155", title: "API keys for service authentication", source: "004 Strong-auth" },
  { id: "R156", title: "Prefer asymmetric keys with request signing", source: "004 Strong-auth" },
  { id: "R157", title: "Machine keys are not for people", source: "004 Do-not" },
  { id: "R158", title: "No API keys on physically insecure devices", source: "004 Do-not" },
  { id: "R159", title: "Credential stores encrypted", source: "004 Integrity" },
  { id: "R160", title: "All sensitive configuration locked down", source: "001 §4.5" },
  { id: "R161", title: "Never write your own crypto; good randomness", source: "002" },
];
