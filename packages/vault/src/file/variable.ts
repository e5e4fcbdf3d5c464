/** Bytes of a name. */
const longestName = 128;

export function isVariableName(name: string): boolean {
  return name.length <= longestName && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/**
 * Variables that make a program load or run something else, or trust or reach somebody else. Who may add secrets must not be able to
 * run code with them: so an owner has to list each of these before it can be set.
 */
const loaders = new Set([
  ...["PATH", "IFS", "ENV", "BASH_ENV", "BASHOPTS", "SHELLOPTS", "PS4", "PROMPT_COMMAND", "SHELL", "CDPATH", "HOME"],
  ...["NODE_OPTIONS", "NODE_PATH", "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED", "NODE_REPL_EXTERNAL_MODULE"],
  ...["NODE_V8_COVERAGE", "NODE_COMPILE_CACHE", "NODE_REDIRECT_WARNINGS", "NODE_ICU_DATA", "NODE_USE_ENV_PROXY"],
  ...["JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "PHPRC", "PHP_INI_SCAN_DIR"],
  ...["RUBYOPT", "RUBYLIB", "GEM_HOME", "GEM_PATH", "BUNDLE_GEMFILE", "ERL_AFLAGS", "ERL_FLAGS", "ERL_LIBS"],
  ...[
    "GCONV_PATH",
    "LOCPATH",
    "NLSPATH",
    "GLIBC_TUNABLES",
    "MALLOC_CONF",
    "HOSTALIASES",
    "RESOLV_HOST_CONF",
    "RES_OPTIONS",
  ],
  ...["OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "KRB5_CONFIG"],
  ...["EDITOR", "VISUAL", "PAGER", "BROWSER", "TERMINFO", "TERMCAP", "COREPACK_HOME", "TMPDIR"],
]);
const loaderFamilies = [
  "LD_",
  "DYLD_",
  "BASH_FUNC_",
  "PYTHON",
  "PERL",
  "NPM_CONFIG_",
  "GIT_",
  "SYSTEMD_",
  "DOTNET_",
  "CORECLR_",
];

/** Whether a variable decides what is loaded, run or trusted. Case does not count: npm and proxies take both. */
export function isLoader(name: string): boolean {
  const upper = name.toUpperCase();
  return loaders.has(upper) || loaderFamilies.some((family) => upper.startsWith(family));
}
