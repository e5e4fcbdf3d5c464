import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { ownHstsVariable } from "../facts/nginx-settings.ts";
import { type TlsPlace, webSettings, type WebSettings } from "../facts/web-settings.ts";
import { hstsFault } from "../facts/web-verdict.ts";
import { managedFile } from "./managed-file.ts";

const year = "max-age=31536000";

/**
 * Every server of nginx on 443 sends the header by a file of our own. A block with headers of its own takes over none from
 * outside: what to write there is left to a person, who knows what else it sends.
 */
export function nginxHsts(): State<WebSettings> {
  return defineState({
    resource: "file:/etc/nginx/conf.d/51-secondlock-hsts.conf",
    text: `Strict-Transport-Security ${year} over TLS, on every site of nginx`,
    settings: { hsts: year },
    fact: webSettings,
    settle: (web) => ({
      ...web,
      places: web.places.map((place) => (takesOver(place) ? { ...place, hsts: year, always: true } : place)),
    }),
    bring,
    notes: ({ places }) => places.flatMap(handWork),
    costs: "A browser that was on a site of this host takes only https there for a year, even after undo.",
    risk: "A page of such a name that only works over http is out of reach for those browsers.",
  });
}

function bring({ hsts = year }: Settings, { places }: WebSettings): readonly Change[] {
  if (!places.some(takesOver)) return [];
  return [
    managedFile(
      "/etc/nginx/conf.d/51-secondlock-hsts.conf",
      "browsers keep to TLS.",
      [
        `map $https ${ownHstsVariable} {`,
        '  default "";',
        `  on "${hsts}";`,
        "}",
        `add_header Strict-Transport-Security ${ownHstsVariable} always;`,
      ],
      { reload: "nginx" },
    ),
  ];
}

function takesOver({ title, hsts, at }: TlsPlace): boolean {
  return title.startsWith("nginx ") && hsts === "" && at === undefined;
}

function handWork(place: TlsPlace): readonly string[] {
  if (hstsFault(place) === "" || takesOver(place)) return [];
  if (place.at !== undefined)
    return [`${place.title}: write at ${place.at} add_header Strict-Transport-Security "${year}" always;`];
  return [`${place.title}: Header always set Strict-Transport-Security "${year}"`];
}
