import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Makes certificates with the real `openssl`, into one folder. */
export function createAuthority(folder: string) {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = (name: string) =>
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", `${name}-key.pem`);
  return {
    /** An authority of this name: `NAME.pem` and `NAME-key.pem`. */
    async authority(name: string): Promise<void> {
      newKey(name);
      const extensions = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign"];
      openssl(
        ...["req", "-x509", "-new", "-key", `${name}-key.pem`, "-subj", `/CN=${name}`, "-days", "2"],
        ...[...extensions, "-out", `${name}.pem`],
      );
    },
    /** A certificate: `NAME.pem` and `NAME-key.pem`. `for`: the names and addresses of a server; a client has none. */
    async certificate(name: string, options: { by: string; for?: string; isExpired?: boolean }): Promise<void> {
      newKey(name);
      openssl("req", "-new", "-key", `${name}-key.pem`, "-subj", `/CN=${name}`, "-out", `${name}.csr`);
      const usage = options.for === undefined ? "clientAuth" : "serverAuth";
      const names = options.for === undefined ? "" : `subjectAltName=${options.for}\n`;
      await writeFile(at(`${name}.ext`), `extendedKeyUsage=${usage}\n${names}`);
      openssl(
        ...["x509", "-req", "-in", `${name}.csr`, "-CA", `${options.by}.pem`, "-CAkey", `${options.by}-key.pem`],
        ...["-CAcreateserial", "-days", options.isExpired ? "-1" : "2", "-extfile", `${name}.ext`],
        ...["-out", `${name}.pem`],
      );
    },
  };
}
