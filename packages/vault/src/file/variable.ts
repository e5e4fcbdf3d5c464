/** Bytes of a name. */
const longestName = 128;

export function isVariableName(name: string): boolean {
  return name.length <= longestName && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/**
 * Variables that make a program load or run something else, or trust or reach somebody else. Who may add secrets must not be able to
 * run code with them: so an owner has to list each of these before it can be set. No such list is ever whole.
 */
const loaders = new Set([
  ...["PATH", "IFS", "ENV", "BASH_ENV", "BASHOPTS", "SHELLOPTS", "PS4", "PROMPT_COMMAND", "SHELL", "CDPATH", "HOME"],
  ...["ZDOTDIR", "FPATH", "INPUTRC", "TMPDIR", "TERMINFO", "TERMCAP", "COREPACK_NPM_REGISTRY"],
  ...["NODE_OPTIONS", "NODE_PATH", "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED", "NODE_REPL_EXTERNAL_MODULE"],
  ...["NODE_V8_COVERAGE", "NODE_COMPILE_CACHE", "NODE_REDIRECT_WARNINGS", "NODE_ICU_DATA", "NODE_USE_ENV_PROXY"],
  ...["JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "PHPRC", "PHP_INI_SCAN_DIR"],
  ...["RUBYOPT", "RUBYLIB", "GEM_PATH", "BUNDLE_GEMFILE", "BUNDLE_PATH", "BUNDLE_CONFIG", "BUNDLE_APP_CONFIG"],
  ...["BUNDLE_USER_CONFIG", "BUNDLE_BIN_PATH", "UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE"],
  ...["R_PROFILE", "R_PROFILE_USER", "R_ENVIRON", "R_ENVIRON_USER", "R_LIBS", "R_LIBS_USER", "R_LIBS_SITE"],
  ...["CATALINA_BASE", "DENO_DIR", "DENO_CERT", "QML_IMPORT_PATH", "QML2_IMPORT_PATH"],
  ...["RUSTFLAGS", "GOFLAGS", "GOENV", "GOPATH", "GOROOT", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN"],
  ...["MAKEFLAGS", "GNUMAKEFLAGS", "MAKEFILES", "TAR_OPTIONS", "LESS", "LESSOPEN", "LESSCLOSE", "LESSKEY", "LESSEDIT"],
  ...["EDITOR", "VISUAL", "PAGER", "MANPAGER", "BROWSER", "SUDO_ASKPASS"],
  ...["GCONV_PATH", "LOCPATH", "NLSPATH", "GLIBC_TUNABLES", "MALLOC_CONF", "HOSTALIASES", "RESOLV_HOST_CONF"],
  ...["RES_OPTIONS", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES", "SSL_CERT_FILE", "SSL_CERT_DIR"],
  ...["SSLKEYLOGFILE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"],
  ...["NETRC", "WGETRC", "KRB5_CONFIG", "PGSERVICEFILE", "PGSYSCONFDIR", "PGSSLROOTCERT", "KUBECONFIG"],
  ...["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CA_BUNDLE", "DOCKER_CONFIG", "CLOUDSDK_CONFIG"],
]);
const loaderFamilies = [
  ...["LD_", "DYLD_", "BASH_FUNC_", "GIT_", "SSH_ASKPASS", "SYSTEMD_", "XDG_", "GTK_", "GIO_", "GST_", "QT_"],
  ...["NPM_CONFIG_", "YARN_", "BUN_", "PYTHON", "PIP_", "PERL", "LUA_", "ERL_", "ELIXIR_", "JULIA_"],
  ...["CARGO_", "RUSTC", "RUSTUP_", "DOTNET_", "CORECLR_"],
];
const loaderEndings = ["_OPTS", "_HOME"];
/** What an application's own secrets end in, and nothing of a family that loads anything: `CARGO_REGISTRY_TOKEN`. */
const secretEndings = ["_TOKEN", "_KEY", "_SECRET", "_PASSWORD"];

/** Whether a variable decides what is loaded, run or trusted. Case does not count: npm and proxies take both. */
export function isLoader(name: string): boolean {
  const upper = name.toUpperCase();
  if (loaders.has(upper)) return true;
  if (secretEndings.some((ending) => upper.endsWith(ending))) return false;
  return (
    loaderFamilies.some((family) => upper.startsWith(family)) || loaderEndings.some((ending) => upper.endsWith(ending))
  );
}
