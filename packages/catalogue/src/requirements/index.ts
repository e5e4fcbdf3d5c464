import type { Requirement } from "./requirement.ts";
import { accounts } from "./accounts.ts";
import { configuration } from "./configuration.ts";
import { database } from "./database.ts";
import { detection } from "./detection.ts";
import { identity } from "./identity.ts";
import { infrastructure } from "./infrastructure.ts";
import { input } from "./input.ts";
import { network } from "./network.ts";
import { patching } from "./patching.ts";
import { people } from "./people.ts";
import { resilience } from "./resilience.ts";
import { secrets } from "./secrets.ts";
import { tls } from "./tls.ts";

export type { Requirement };

/** By theme, in the order of their ids. */
export const requirements: readonly { readonly theme: string; readonly items: readonly Requirement[] }[] = [
  { theme: "Accounts and remote access", items: accounts },
  { theme: "Network and firewall", items: network },
  { theme: "Patching and services", items: patching },
  { theme: "Intrusion detection, alerting and logging", items: detection },
  { theme: "Database server", items: database },
  { theme: "Backups and resilience", items: resilience },
  { theme: "Secrets and API keys", items: secrets },
  { theme: "Application identity", items: identity },
  { theme: "Application input and output", items: input },
  { theme: "TLS", items: tls },
  { theme: "Configuration and deployment", items: configuration },
  { theme: "Infrastructure as code and cloud", items: infrastructure },
  { theme: "People and process", items: people },
];
