import type { LanguageFile } from "#shared/language-folder.ts";
import { DEFINITION_FILE } from "#shared/language-folder.ts";

/** A small language that works, to begin one of one's own with: a shell that runs scripts. */
export function toTemplate(id: string): LanguageFile[] {
  const definition = {
    id,
    label: id.slice(0, 1).toUpperCase() + id.slice(1),
    extensions: [`.${id.replaceAll("-", "").slice(0, 12)}`],
    entry: `main.${id.replaceAll("-", "").slice(0, 12)}`,
    receiver: "shell",
    command: ["sh", "{entry}"],
    highlight: "plain",
    sample: "sample.txt",
  };
  const dockerfile = `# What programs run in. Install the language here: only while building is there a network.
FROM debian:bookworm-slim
# For example:
#   RUN apt-get update && apt-get install -y --no-install-recommends lua5.4 && rm -rf /var/lib/apt/lists/*

# Programs run as this user, in a read-only file system, without a network; /tmp is theirs.
ENV LANG=C.UTF-8 \\
    HOME=/tmp
USER 10001:10001
WORKDIR /tmp
`;
  return [
    { name: "Dockerfile", content: dockerfile },
    { name: DEFINITION_FILE, content: `${JSON.stringify(definition, null, 2)}\n` },
    { name: "sample.txt", content: 'echo "Hello from Sandpit"\n' },
  ];
}
