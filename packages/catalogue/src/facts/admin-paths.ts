const names =
  "phpmyadmin|pma|adminer|phppgadmin|pgadmin4?|webmin|actuator|admin|administrator|console|jenkins|grafana|kibana|(nginx|basic|stub)[_-]status|server-(status|info)";
const adminPath = new RegExp(String.raw`(^|[/^(|\\])(${names})([/$)|\\.]|$)`, "i");

/** Whether a path, or a location's pattern, is that of a page by which something is administered. */
export function isAdminPath(path: string): boolean {
  return adminPath.test(path.slice(0, 300));
}
