import { testFact } from "../../testing/test-fact.ts";
import { alertChannels } from "./alert-channels.ts";

const none = { mailsLogins: false, mailServers: [], recipients: [], mailer: "none", carriers: [], quietLists: [] };

const guide = String.raw`mail smtp.example tls
recipient not instance,action
quiet 644 root /etc/monit/whitelist_ips.regex
entry /etc/monit/whitelist_ips.regex 10.0.0.5
entry /etc/monit/whitelist_ips.regex ^.*from 10\.0\.0\.6 port
rule 
carrier yes yes logs,client,https, /etc/monit/monit-slack-pushover.rb
carrier yes no client,unchecked, /usr/local/sbin/told
mailer none
end
`;

testFact(alertChannels, {
  "Debian 12 as installed": { outputs: { channels: "mailer none\nend\n" }, gives: none },
  "Debian 12 with Monit as installed, and exim": {
    outputs: { channels: "mailer local\nend\n" },
    gives: { ...none, mailer: "local" },
  },
  "our own service, with a secret that nobody has written down there": {
    outputs: {
      channels:
        "own ops webhook \nown phone pushover TOKEN,USER\nquiet 600 root /etc/secondlock/alerts-quiet\nentry /etc/secondlock/alerts-quiet ada from 10.0.0.5\nmailer none\nend\n",
    },
    gives: {
      ...none,
      own: [
        { name: "ops", kind: "webhook", missing: [] },
        { name: "phone", kind: "pushover", missing: ["TOKEN", "USER"] },
      ],
      quietLists: [
        {
          ...{ path: "/etc/secondlock/alerts-quiet", there: true, mode: "0600", owner: "root" },
          entries: ["ada from 10.0.0.5"],
        },
      ],
    },
  },
  "a Debian 12 that followed the old guide": {
    outputs: { channels: guide },
    gives: {
      ...none,
      mailsLogins: true,
      mailServers: [{ host: "smtp.example", tls: true }],
      recipients: ["not instance,action"],
      carriers: [
        { path: "/etc/monit/monit-slack-pushover.rb", there: true, runs: true, does: ["client", "https", "logs"] },
        { path: "/usr/local/sbin/told", there: true, runs: false, does: ["client", "unchecked"] },
      ],
      quietLists: [
        {
          path: "/etc/monit/whitelist_ips.regex",
          there: true,
          mode: "0644",
          owner: "root",
          entries: ["10.0.0.5", String.raw`^.*from 10\.0\.0\.6 port`],
        },
      ],
    },
  },
  "a quiet list that is not there": {
    outputs: { channels: "quiet missing - /etc/monit/whitelist_ips.regex\nmailer none\nend\n" },
    gives: {
      ...none,
      quietLists: [{ path: "/etc/monit/whitelist_ips.regex", there: false, mode: "", owner: "-", entries: [] }],
    },
  },
  "stopped half way": { outputs: { channels: guide.replace("end\n", "") }, unreadable: /before its end/ },
});
