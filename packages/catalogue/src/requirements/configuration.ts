import type { Requirement } from "./requirement.ts";

export const configuration: readonly Requirement[] = [
  { id: "R225", title: "Application runs as its own locked user", source: "001 §4.1" },
  { id: "R226", title: "Started through sudo/su (service manager) as that user", source: "001 §4.1" },
  { id: "R227", title: "Database credentials in a file outside source control", source: "001 §4.5" },
  {
    id: "R228",
    title: "Development configuration may be checked in; mechanism picks the right one",
    source: "001 §4.5",
  },
  { id: "R229", title: "Production configuration locked down", source: "001 §4.5" },
  { id: "R230", title: "Application files not readable by others", source: "001 §4.2" },
  { id: "R231", title: "Least privilege everywhere", source: "001 §3; 001 §4; 001 §4.1; 001 §4.6" },
  { id: "R232", title: "Development systems secured like production", source: "002" },
  { id: "R233", title: "Build from secured, isolated systems", source: "002" },
];
