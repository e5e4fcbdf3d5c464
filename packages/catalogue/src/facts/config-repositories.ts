import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface ConfigRepository {
  /** Declared path of the configuration. */
  readonly config: string;
  /** Folder of the work tree that it lies in. */
  readonly tree: string;
  /** The repository names something there: it is part of its history, not only beside it. */
  readonly tracked: boolean;
}

export interface ConfigRepositories {
  /** Declared paths that are on the host. */
  readonly there: readonly string[];
  readonly repositories: readonly ConfigRepository[];
}

// git itself is not run: a hook or a setting of the repository could make it do anything
const script = String.raw`for p in "$@"; do
  [ -e "$p" ] || continue
  printf 'there %s\n' "$p"
  r=$(readlink -f -- "$p") || continue
  d=$r; [ -d "$d" ] || d=$(dirname -- "$d")
  while :; do
    for v in .git .hg .svn; do [ -e "$d/$v" ] || continue
      tracked=no; [ "$r" != "$d" ] && [ -f "$d/.git/index" ] && LC_ALL=C grep -qaF -- "${"$"}{r#"${"$"}{d%/}"/}" "$d/.git/index" && tracked=yes
      printf 'tree %s\t%s\t%s\n' "$tracked" "$d" "$p"
    done
    [ "$d" = / ] && break; d=$(dirname -- "$d")
  done
done
echo end`;

/** Version control that the declared production configuration lies in. */
export const configRepositories = defineFact<ConfigRepositories>({
  id: "config-repositories",
  title: "version control around the production configuration",
  reads: ({ application }) => ({
    trees: {
      argv: ["sh", "-c", script, "sh", ...(application?.config ?? []).filter((path) => path.startsWith("/"))],
    },
  }),
  parse(raw): Reading<ConfigRepositories> {
    const tagged = taggedLines(raw, "trees");
    if (!tagged.known) return tagged;
    return known({
      there: allOf(tagged.value, "there"),
      repositories: allOf(tagged.value, "tree").flatMap((line) => {
        const [tracked = "", tree = "", config = ""] = line.split("\t");
        return config === "" ? [] : [{ config, tree, tracked: tracked === "yes" }];
      }),
    });
  },
});
