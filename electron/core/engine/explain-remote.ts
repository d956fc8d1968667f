/** What is wrong on the way to an engine that is not reached through a socket of this computer, and what to do about it. */
export interface RemoteTrouble {
  /** Completes "… cannot be reached: …". */
  detail: string;
  remedy: string;
  /** Whether it only goes away when somebody does something, so that there is no use in trying again and again. */
  lasts: boolean;
}

const TRY_AGAIN = "Then try again.";

const lasting = (detail: string, remedy: string): RemoteTrouble => ({
  detail,
  remedy: `${remedy} ${TRY_AGAIN}`,
  lasts: true,
});
const passing = (detail: string, remedy: string): RemoteTrouble => ({
  detail,
  remedy: `${remedy} ${TRY_AGAIN}`,
  lasts: false,
});

const UNKNOWN_CA = lasting(
  "this computer does not trust whoever issued its certificate",
  "Get the file ca.pem from whoever runs the engine, and put it beside cert.pem and key.pem into the folder that the address uses (`~/.docker`, DOCKER_CERT_PATH or the Docker context).",
);
const OWN_CERTIFICATE = lasting(
  "it does not accept this computer's certificate",
  "Get cert.pem and key.pem from whoever runs the engine, and put them into the folder that the address uses (`~/.docker`, DOCKER_CERT_PATH or the Docker context).",
);

/** By error code: Node's for connections and certificates, `ssh-error.ts` for SSH. */
const TROUBLES: Readonly<Record<string, RemoteTrouble>> = {
  SSH_HOST_KEY_UNKNOWN: lasting(
    "its host key is not known here, so it could be any machine",
    "Connect to it once in a terminal with `ssh` and the same address, compare the fingerprint that it shows with that of the machine, and agree.",
  ),
  SSH_HOST_KEY_CHANGED: lasting(
    "its host key is not the one that is known here: it was set up anew, or somebody pretends to be it",
    "Ask whoever runs the machine. Only if its key has really changed, remove the old one with `ssh-keygen -R` and the host's name.",
  ),
  SSH_DENIED: lasting(
    "it does not let this account in (permission denied)",
    "Sandpit cannot type a password: set up an SSH key for this account with `ssh-keygen` and `ssh-copy-id`, or add yours to the agent with `ssh-add`.",
  ),
  SSH_NO_DOCKER: lasting(
    "there is no `docker` command over there",
    "Install Docker on that machine, so that `docker` is found by a command that comes over SSH.",
  ),
  SSH_OLD_DOCKER: lasting(
    "its Docker is too old to be used over SSH",
    "Update Docker on that machine to version 18.09 or newer.",
  ),
  SSH_DOCKER_DENIED: lasting(
    "the account over there may not use Docker",
    "On that machine, add the account to the group with `sudo usermod -aG docker` and its name.",
  ),
  SSH_NO_ENGINE: passing(
    "Docker does not run over there",
    "Start it on that machine with `sudo systemctl start docker`.",
  ),
  SSH_MISSING: lasting(
    "this computer has no `ssh` command",
    "Install OpenSSH's client (Debian and Ubuntu: `sudo apt install openssh-client`; Windows: an optional feature).",
  ),
  CERT_HAS_EXPIRED: lasting(
    "its certificate has expired",
    "Have whoever runs the engine renew it. If it is still valid, set this computer's clock.",
  ),
  CERT_NOT_YET_VALID: lasting(
    "its certificate is not valid yet",
    "Set the clocks of this computer and of the engine's.",
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: lasting(
    "its certificate is for another machine's name",
    "Use the name that the certificate is for, or have whoever runs the engine issue one for this name.",
  ),
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_CA,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_CA,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_CA,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_CA,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_CA,
  CERT_SIGNATURE_FAILURE: UNKNOWN_CA,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: OWN_CERTIFICATE,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: OWN_CERTIFICATE,
  ERR_SSL_TLS_ALERT_UNKNOWN_CA: OWN_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: OWN_CERTIFICATE,
  "ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE": OWN_CERTIFICATE,
  "ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_REQUIRED": OWN_CERTIFICATE,
  ERR_SSL_WRONG_VERSION_NUMBER: lasting(
    "it does not speak TLS",
    "Check the port: 2376 is the usual one for TLS. An engine without TLS lets everybody in who reaches it.",
  ),
};

/** What an error code of a connection means, where it is one that only engines elsewhere have. */
export const toRemoteTrouble = (code: string): RemoteTrouble | null => TROUBLES[code] ?? null;
