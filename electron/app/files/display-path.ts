/** The path for people to read, with the home folder shortened to `~`. */
export function toDisplayPath(path: string, homedir: string): string {
  const home = homedir.replace(/[\\/]+$/, "");
  if (home === "" || !path.startsWith(home)) return path;
  const rest = path.slice(home.length);
  return rest === "" || rest.startsWith("/") || rest.startsWith("\\") ? `~${rest}` : path;
}
