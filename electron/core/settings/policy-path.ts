/**
 * Where a policy for all users of a machine is looked for; the first that is there counts. Only administrators can write
 * there. No environment variable moves it on Linux and macOS; on Windows the usual place comes before the one that
 * `ProgramData` names, so that setting the variable cannot hide a policy.
 */
export function policyPaths(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === "darwin") return ["/Library/Application Support/Sandpit/policy.json"];
  if (platform !== "win32") return ["/etc/sandpit/policy.json"];
  const usual = "C:\\ProgramData";
  const folders = env.ProgramData && env.ProgramData !== usual ? [usual, env.ProgramData] : [usual];
  return folders.map((folder) => `${folder}\\Sandpit\\policy.json`);
}
