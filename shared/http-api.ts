import * as z from "zod";

export const httpStatusSchema = z.object({
  state: z.enum(["off", "on", "failed"]),
  /** Where it answers, for example `http://127.0.0.1:47311`; `null` where it does not. */
  address: z.string().nullable(),
  /** Whether it had an answer when it was asked just now. */
  isHealthy: z.boolean(),
  /** For the user: why it is off or failed, or that it is on another port than usual. */
  message: z.string().nullable(),
});
/** The HTTP API of the host that the window belongs to. */
export type HttpStatus = z.infer<typeof httpStatusSchema>;

/** The line that the service before Sandpit was called with, with this server's address. */
export const toCurlLine = (address: string, token: string): string =>
  `curl -X POST ${address}/api/v1/code/execute -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" -d '{"code":"print(1)","language":"python"}'`;
