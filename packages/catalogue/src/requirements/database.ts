import type { Requirement } from "./requirement.ts";

export const database: readonly Requirement[] = [
  { id: "R097", title: "Strong database root password, stored safely", source: "001 §3.11.1" },
  { id: "R098", title: "Database listens only on the private address", source: "001 §3.11.1" },
  { id: "R099", title: "Data directory owner and mode", source: "001 §3.11.1" },
  { id: "R100", title: "Database OS user cannot log in", source: "001 §3.11.1" },
  { id: "R101", title: "Same protection for any database engine", source: "001 §3.1; 001 §3.11" },
  { id: "R102", title: "Application never connects as database superuser", source: "001 §4.6; 002" },
  { id: "R103", title: "Application account limited to four verbs on one database", source: "001 §4.6; 002" },
  { id: "R104", title: "Application account bound to the Application Server", source: "001 §4.6" },
  { id: "R105", title: "Strong database account password", source: "001 §4.6" },
  { id: "R106", title: "Connections to the database secured", source: "001 §4.6; 004 Integrity" },
  { id: "R107", title: "Identifying and sensitive data encrypted", source: "002; 000" },
  { id: "R108", title: "Encryption at rest on disk", source: "002" },
];
