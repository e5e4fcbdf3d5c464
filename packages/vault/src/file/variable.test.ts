import { describe, expect, it } from "vitest";
import { isLoader } from "./variable.ts";

/** What only an owner allows, by who goes by it. */
const loaders: Readonly<Record<string, string>> = {
  "the loader": "LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES GLIBC_TUNABLES GCONV_PATH",
  shells: "PATH IFS ENV BASH_ENV ZDOTDIR FPATH PROMPT_COMMAND",
  "Node and Bun": "NODE_OPTIONS NODE_PATH npm_config_script_shell YARN_RC_FILENAME YARN_YARN_PATH BUN_OPTIONS",
  "Python, Perl, Ruby and PHP":
    "PYTHONPATH PIP_INDEX_URL PIP_CONFIG_FILE UV_INDEX_URL PERL5OPT RUBYOPT BUNDLE_PATH BUNDLE_GEMFILE PHPRC",
  "Lua, Erlang, Julia and R":
    "LUA_INIT LUA_INIT_5_4 LUA_PATH ERL_ZFLAGS ERL_AFLAGS ELIXIR_ERL_OPTIONS JULIA_LOAD_PATH R_PROFILE_USER",
  Java: "JAVA_OPTS CATALINA_OPTS MAVEN_OPTS GRADLE_OPTS JAVA_HOME JAVA_TOOL_OPTIONS CLASSPATH",
  builds: "RUSTC_WRAPPER CARGO_HOME CARGO_BUILD_RUSTC_WRAPPER RUSTFLAGS GOFLAGS MAKEFLAGS TAR_OPTIONS",
  "tools that start others": "LESSOPEN GIT_SSH_COMMAND SSH_ASKPASS SUDO_ASKPASS EDITOR PAGER",
  plugins: "GTK_MODULES GIO_EXTRA_MODULES QT_PLUGIN_PATH GST_PLUGIN_PATH",
  "settings elsewhere": "HOME XDG_CONFIG_HOME AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE KUBECONFIG PGSERVICEFILE",
  "whom to trust and go through": "SSL_CERT_FILE NODE_EXTRA_CA_CERTS AWS_CA_BUNDLE https_proxy PGSSLROOTCERT",
};

const free: Readonly<Record<string, string>> = {
  databases: "DATABASE_URL REDIS_URL PGPASSWORD PGUSER PGHOST PGDATABASE MYSQL_PWD MONGO_URI POSTGRES_PASSWORD",
  "keys and tokens": "API_KEY JWT_SECRET GITHUB_TOKEN STRIPE_SECRET_KEY SESSION_SECRET COOKIE_KEYS SENTRY_DSN",
  clouds: "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION AWS_PROFILE S3_BUCKET",
  "tokens whose names begin as a family does":
    "CARGO_REGISTRY_TOKEN YARN_NPM_AUTH_TOKEN BUN_AUTH_TOKEN GIT_TOKEN LD_SDK_KEY QT_LICENSE_KEY",
  "names that only look so": "LESSON_KEY PATHS HOMEPAGE PATH_PREFIX PIPELINE_URL LUAU MAKE OPTS NODE_ENV TZ",
  "plain settings": "PORT LOG_LEVEL SMTP_PASSWORD SMTP_URL APP_URL RAILS_MASTER_KEY SECRET_KEY_BASE APP_OPTIONS",
};

const rows = (table: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(table).flatMap(([who, names]) => names.split(" ").map((name) => [name, who] as const));

describe("who may add a secret", () => {
  it.each(rows(loaders))("cannot set %s (%s)", (name) => {
    expect(isLoader(name)).toBe(true);
    expect(isLoader(name.toLowerCase())).toBe(true);
  });

  it.each(rows(free))("can set %s (%s)", (name) => {
    expect(isLoader(name)).toBe(false);
  });
});
