import { testFact } from "../../testing/test-fact.ts";
import { webServers } from "./web-servers.ts";

testFact(webServers, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      web: "program nginx\nprotocols nginx TLSv1 TLSv1.1 TLSv1.2 TLSv1.3\nroot /var/www/html\nserver nginx 80,80 \nprogram apache\nserver apache 80 \ncertificate /usr/local/application/ssl/host.crt|/usr/local/application/ssl/host.key|1803016145|1795240646|rsaEncryption|2048|yes\nend\n",
    },
    gives: {
      programs: ["nginx", "apache"],
      servers: [
        { program: "nginx", ports: [80, 80], redirect: "" },
        { program: "apache", ports: [80], redirect: "" },
      ],
      protocols: ["nginx TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"],
      roots: ["/var/www/html"],
      certificates: [
        {
          certificate: "/usr/local/application/ssl/host.crt",
          key: "/usr/local/application/ssl/host.key",
          daysLeft: 89,
          algorithm: "rsaEncryption",
          bits: 2048,
          matches: true,
        },
      ],
    },
  },
  "a certificate that is cut short": {
    outputs: { web: "program nginx\nunread /etc/ssl/shop.crt\nend\n" },
    gives: {
      programs: ["nginx"],
      servers: [],
      protocols: [],
      roots: [],
      certificates: [],
      unread: ["/etc/ssl/shop.crt"],
    },
  },
  "stopped half way": {
    outputs: {
      web: "program nginx\nprotocols nginx TLSv1 TLSv1.1 TLSv1.2 TLSv1.3\nroot /var/www/html\nserver nginx 80,80 \nprogram apache\nserver apache 80 \ncertificate /usr/local/application/ssl/host.crt|/usr/local/application/ssl/host.key|1803016145|1795240646|rsaEncryption|2048|yes\n",
    },
    unreadable: /before its end/,
  },
});
