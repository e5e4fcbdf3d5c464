import type { Requirement } from "./requirement.ts";

export const tls: readonly Requirement[] = [
  { id: "R215", title: "TLS for the whole site and all traffic", source: "001 §4.2; 001 §4; 002; 004 Integrity" },
  { id: "R216", title: "Certificate from a known authority", source: "001 §4.2" },
  { id: "R217", title: "Key and signing request", source: "001 §4.2" },
  { id: "R218", title: "Certificate files readable only by the application user", source: "001 §4.2" },
  { id: "R219", title: "No key copy left behind", source: "001 §4.2" },
  { id: "R220", title: "HTTP always redirects to HTTPS", source: "001 §4.2; 002" },
  { id: "R221", title: "HSTS", source: "002" },
  { id: "R222", title: "Protocol versions", source: "001 §3.10" },
  { id: "R223", title: "Encrypt inside the internal network", source: "004 Integrity" },
  { id: "R224", title: "No TLS termination outside followed by cleartext", source: "004 Integrity" },
];
