/**
 * The 1,000 ports that are looked at by default: those on which services, databases, consoles and development servers
 * usually listen, filled up with the well-known ports from 1 upwards. `--full` looks at all 65,535.
 */
const services = `1080 1099 1194 1433-1434 1521 1723 1883 2000-2001 2049 2082-2083 2086-2087 2095-2096 2121 2181 2222 2375-2377 2379-2380 2525
3000-3010 3128 3260 3268-3269 3306-3310 3389 3690 4000-4005 4040 4190 4200 4222 4243 4321 4369 4443-4444 4505-4506 4567 4848 4899 5000-5010 5037
5044 5050 5060-5061 5173 5222 5269 5353 5355 5432-5434 5500 5555 5601 5631 5666 5671-5672 5683 5800-5801 5900-5905 5984-5986 6000-6005 6066 6080
6379-6382 6443 6566 6660-6669 6881 7000-7005 7070 7077 7180 7199 7443 7474 7547 7687 7777 7860 8000-8012 8020 8042 8060 8069 8080-8100 8111 8123
8125-8126 8139-8140 8161 8172 8180-8181 8188 8200 8222 8265 8333 8384 8443-8445 8500-8501 8529 8545 8554 8600 8649 8686 8729 8761 8765 8787-8788
8800-8802 8834 8880-8890 8983 8989 8999-9012 9042-9043 9060 9080-9100 9160 9200-9201 9243 9292 9300 9306 9389 9411 9418 9443 9600 9610 9618 9696
9870 9990 9997 9999-10005 10050-10051 10250-10256 11111 11211 11434 11443 12000 12345 13306 14000 15432 15672 15692 16379 16443 16686 18080-18081
19999-20000 22222 24007 25565 25672 26257 26379 27015 27017-27019 28015 28017 28080 30000 31337 32400 32768-32770 33060 33306 35357 37777 41795
44818 47808 49152-49157 50000 50030 50051 50060 50070 50075 51820 54321 55553 60000 61613 61616 62078 63342 65535`;

const wanted = 1_000;

export const usualPorts: readonly number[] = usual();

/** Ports of one host's scan: the usual ones with those declared, or all. */
export function scannedPorts(declared: readonly number[], full: boolean): readonly number[] {
  return full ? allPorts : [...new Set([...usualPorts, ...declared])].toSorted((a, b) => a - b);
}

function usual(): readonly number[] {
  const listed = services.split(/\s+/).flatMap(range);
  const wellKnown = Array.from({ length: wanted }, (_, index) => index + 1).slice(0, wanted - listed.length);
  return [...wellKnown, ...listed].toSorted((a, b) => a - b);
}

function range(text: string): readonly number[] {
  const [first = 0, last = first] = text.split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const allPorts: readonly number[] = Array.from({ length: 65_535 }, (_, index) => index + 1);
