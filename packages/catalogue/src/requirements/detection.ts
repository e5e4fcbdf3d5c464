import type { Requirement } from "./requirement.ts";

export const detection: readonly Requirement[] = [
  { id: "R077", title: "Notified whenever anyone logs in to a server", source: "001 §3.10" },
  { id: "R078", title: "Notifications for all activity", source: "001 §3; 001 §3.10" },
  { id: "R079", title: "Monit installed and watching", source: "001 §3.10" },
  { id: "R080", title: "SSH login rule: 2FA log string", source: "001 §3.10" },
  { id: "R081", title: "SSH login rule: key-only log string", source: "001 §3.10" },
  { id: "R082", title: "Optional allow-list of quiet addresses", source: "001 §3.10" },
  { id: "R083", title: "E-mail alert transport", source: "001 §3.10" },
  { id: "R084", title: "Alert noise filter", source: "001 §3.10" },
  { id: "R085", title: "Fast checking interval", source: "001 §3.10" },
  { id: "R086", title: "Push and chat notifications", source: "001 §3.10" },
  { id: "R087", title: "Notifier logs its result and survives errors", source: "001 §3.10" },
  { id: "R088", title: "Pushover application registered", source: "001 §3.10" },
  { id: "R089", title: "Slack incoming webhook registered", source: "001 §3.10" },
  { id: "R090", title: "Notifier runtime present and executable", source: "001 §3.10" },
  { id: "R091", title: "Alerting credentials protected as secrets", source: "001 §3.10; 001 §4.5; 000" },
  { id: "R092", title: "Watch and restart processes", source: "001 §3.10" },
  { id: "R093", title: "Centralised logging for all services", source: "002" },
  { id: "R094", title: "Intrusion detection system", source: "002" },
  { id: "R095", title: "Be noticed before the data is reached", source: "001 §3.9" },
  { id: "R096", title: "Treat every reachable server as attacked from the first hour", source: "001 §1" },
];
