import type * as z from "zod";
import {
  executeSchema,
  executionParametersSchema,
  executionsQuerySchema,
  executionsSchema,
  healthSchema,
  languagesSchema,
  resultSchema,
} from "./shapes.ts";

/** One call of the API, as it is answered and as it is described. */
export interface ApiRoute {
  method: "GET" | "POST";
  /** As OpenAPI writes it. */
  path: string;
  summary: string;
  /** Anybody on this machine may call what needs no token. */
  needsToken: boolean;
  body?: z.ZodType;
  query?: z.ZodObject;
  parameters?: z.ZodObject;
  /** By content type; a schema where it is JSON. */
  answers: Record<string, z.ZodType | "text">;
  failures: readonly number[];
}

/** Fits any route: the request is refused before it is understood. */
const ANY = [400, 403, 405, 431] as const;
const WITH_TOKEN = [...ANY, 401, 429] as const;

/** Every call of the API, once. */
export const API_ROUTES = {
  execute: {
    method: "POST",
    path: "/api/v1/code/execute",
    summary:
      "Runs a program to its end. With `Accept: text/event-stream` it answers at once, with the events `run.started`, `run.output` and `run.finished` as they happen. A client that goes away stops its program.",
    needsToken: true,
    body: executeSchema,
    answers: { "application/json": resultSchema, "text/event-stream": "text" },
    failures: [...WITH_TOKEN, 408, 409, 413, 415, 422, 503],
  },
  languages: {
    method: "GET",
    path: "/api/v1/languages",
    summary: "Lists the languages.",
    needsToken: true,
    answers: { "application/json": languagesSchema },
    failures: WITH_TOKEN,
  },
  executions: {
    method: "GET",
    path: "/api/v1/executions",
    summary: "Lists the runs of the API, also refused ones, without what they printed.",
    needsToken: true,
    query: executionsQuerySchema,
    answers: { "application/json": executionsSchema },
    failures: [...WITH_TOKEN, 422],
  },
  execution: {
    method: "GET",
    path: "/api/v1/executions/{id}",
    summary: "Answers the result of one run of the API.",
    needsToken: true,
    parameters: executionParametersSchema,
    answers: { "application/json": resultSchema },
    failures: [...WITH_TOKEN, 404, 422],
  },
  health: {
    method: "GET",
    path: "/api/v1/health",
    summary: "Tells that the server is there.",
    needsToken: false,
    answers: { "application/json": healthSchema },
    failures: ANY,
  },
  openapi: {
    method: "GET",
    path: "/api/v1/openapi.json",
    summary: "Describes the API, as OpenAPI 3.1.",
    needsToken: false,
    answers: { "application/json": "text" },
    failures: ANY,
  },
  docs: {
    method: "GET",
    path: "/api/v1/docs",
    summary: "Describes the API, for people.",
    needsToken: false,
    answers: { "text/html": "text" },
    failures: ANY,
  },
  metrics: {
    method: "GET",
    path: "/metrics",
    summary: "Counts runs, requests and sandboxes, for Prometheus.",
    needsToken: true,
    answers: { "text/plain": "text" },
    failures: WITH_TOKEN,
  },
} as const satisfies Record<string, ApiRoute>;

export type ApiRouteName = keyof typeof API_ROUTES;
export const API_ROUTE_LIST: readonly ApiRoute[] = Object.values(API_ROUTES);
