import type { KeyPair } from "./provider.ts";

/** A name that needs no quotes, neither as a name nor in a text. */
export function isRole(name: string): boolean {
  return /^[a-z_][a-z0-9_]{0,62}$/.test(name);
}

/** A comment on the role says which box holds its password: it is written in one transaction with that. */
const comment = (mark: string): string => `'secondlock ${mark}'`;
const commentOf = (role: string): string => `coalesce(shobj_description(${role}.oid, 'pg_authid'), '')`;

/** One line of JSON: role, usable, mark, sessions. Changes nothing. */
export function lookSql(roles: readonly string[]): string {
  return `SELECT coalesce(json_agg(json_build_object(
  'role', r.rolname,
  'usable', r.rolcanlogin,
  'mark', coalesce(substring(${commentOf("r")} FROM '^secondlock ([A-Za-z0-9_-]{43})$'), ''),
  'sessions', (SELECT count(*) FROM pg_stat_activity s WHERE s.usesysid = r.oid)
)), '[]')::text FROM pg_roles r WHERE r.rolname IN (${roles.map((role) => `'${role}'`).join(", ")});
`;
}

/** Gives the role that takes over its password and lets it log in. The one in use stays as it is. */
export function createSql(pair: KeyPair, owner: string | undefined): string {
  const { from, to, toMark, verifier } = checked(pair);
  return inTurn(`
${found("old", from)}
${found("new", to)}
  IF NOT old.rolcanlogin THEN RAISE EXCEPTION 'secondlock stale-file ${from}'; END IF;
  IF new.rolcanlogin AND ${commentOf("new")} <> ${comment(toMark)} THEN
    RAISE EXCEPTION 'secondlock both-usable ${to}';
  END IF;
  ALTER ROLE ${to} LOGIN PASSWORD '${verifier}';
  COMMENT ON ROLE ${to} IS ${comment(toMark)};
${owner === undefined ? "" : belongs(to, owner)}`);
}

/** What the role makes belongs to the owner, and the other role can use it. */
function belongs(role: string, owner: string): string {
  return `  IF NOT pg_has_role('${role}', '${owner}', 'MEMBER') THEN GRANT ${owner} TO ${role}; END IF;
  ALTER ROLE ${role} SET role TO '${owner}';`;
}

/**
 * Lets the old role log in no more: while the new one is there, and nobody uses the old one (or `force`). Its password stays, so that one statement brings it back.
 */
export function finishSql(pair: KeyPair, force: boolean): string {
  const { from, fromMark, to, toMark } = checked(pair);
  const unused = `
  SELECT count(*) INTO uses FROM pg_stat_activity s WHERE s.usesysid = old.oid;
  IF uses > 0 THEN RAISE EXCEPTION 'secondlock old-in-use % sessions of ${from}', uses; END IF;`;
  // a later rotation has given the role another password: the one that this is about has ended
  const replaced =
    fromMark === "" ? `${commentOf("old")} LIKE 'secondlock %'` : `${commentOf("old")} <> ${comment(fromMark)}`;
  return inTurn(`
${found("old", from)}
${found("new", to)}
  IF NOT old.rolcanlogin OR ${replaced} THEN RETURN; END IF;
  IF NOT new.rolcanlogin OR ${commentOf("new")} NOT IN (${comment(toMark)}, '') THEN
    RAISE EXCEPTION 'secondlock not-there ${to}';
  END IF;${force ? "" : unused}
  ALTER ROLE ${from} NOLOGIN;`);
}

/** All of it or nothing, and one rotation of a server at a time. */
function inTurn(body: string): string {
  return `BEGIN;
SELECT pg_advisory_xact_lock(hashtext('secondlock rotation'));
DO $secondlock$
DECLARE
  old record;
  new record;
  uses integer;
BEGIN${body}
END $secondlock$;
COMMIT;
`;
}

function found(variable: "old" | "new", role: string): string {
  return `  SELECT oid, rolcanlogin INTO ${variable} FROM pg_roles WHERE rolname = '${role}';
  IF NOT FOUND THEN RAISE EXCEPTION 'secondlock no-such-key ${role}'; END IF;`;
}

/** The state is a file: what comes from it and has another form goes into no statement. */
function checked(pair: KeyPair): KeyPair {
  const { from, to, fromMark, toMark, verifier } = pair;
  const fits =
    isRole(from) &&
    isRole(to) &&
    /^([A-Za-z0-9_-]{43})?$/.test(fromMark) &&
    /^[A-Za-z0-9_-]{43}$/.test(toMark) &&
    /^(SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+)?$/.test(verifier);
  if (!fits) throw new TypeError("a pair of roles with their marks");
  return pair;
}
