import { type Chain, type Firewall, ownTable } from "../facts/firewall-rules.ts";

/** Programs that are known by the names of their tables and chains. */
const programs: readonly { readonly title: string; readonly is: (chain: Chain) => boolean }[] = [
  { title: "Docker", is: ({ name }) => name.startsWith("DOCKER") },
  { title: "fail2ban", is: ({ table, name }) => / f2b-/.test(table) || /^f2b-/i.test(name) },
  { title: "libvirt", is: ({ table, name }) => table.includes("libvirt") || name.startsWith("LIBVIRT") },
  { title: "ufw", is: ({ name }) => /^ufw6?-/.test(name) },
  { title: "firewalld", is: ({ table }) => table.endsWith(" firewalld") },
];

/**
 * What was found beside our table, and how the two live together. Ours stands first and touches no other table: what it
 * accepts still has to pass theirs.
 */
export function rulesBeside({ chains }: Firewall): readonly string[] {
  const others = chains.filter(({ table }) => table !== ownTable);
  const found = programs.filter(({ is }) => others.some(is)).map(({ title }) => title);
  const dropping = others.filter(
    (chain) =>
      chain.base !== undefined &&
      !programs.some(({ is }) => is(chain)) &&
      (chain.base.policy === "drop" || chain.rules.some(drops)),
  );
  const places = [...new Set(dropping.map(({ table, name }) => `${table} ${name}`))].slice(0, 6);
  return [
    ...(found.length === 0
      ? []
      : [
          `${found.join(", ")}: the rules stay as they are; those of Secondlock stand before them, in a table of their own.`,
        ]),
    ...(places.length === 0
      ? []
      : [`What these chains drop stays dropped, whatever the service file opens: ${places.join(", ")}.`]),
  ];
}

function drops({ verdict }: Chain["rules"][number]): boolean {
  return verdict.do === "drop" || verdict.do === "reject";
}
