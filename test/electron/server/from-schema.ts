import * as fc from "fast-check";

export type JsonSchema = Record<string, unknown>;

/** Anything that JSON can say, and often what nobody expects. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }),
  fc.constantFrom(null, "", 0, -1, 1e308, -0, 2 ** 53, [], {}, "\u0000", "\ud800", "../../etc/passwd", "__proto__"),
);

/** Values that a JSON schema allows, with every now and then one that it does not, at any depth. */
export function fromSchema(schema: JsonSchema, definitions: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  const fitting = fitSchema(schema, definitions);
  return fc.oneof({ weight: 12, arbitrary: fitting }, { weight: 1, arbitrary: anyJson });
}

function fitSchema(schema: JsonSchema, definitions: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  const part = (inner: unknown) => fromSchema(inner as JsonSchema, definitions);
  if (typeof schema.$ref === "string") return part(definitions[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  if (Array.isArray(schema.anyOf)) return fc.oneof(...schema.anyOf.map(part));
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if ("const" in schema) return fc.constant(schema.const);
  const examples = (schema.examples as unknown[] | undefined) ?? [];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "string":
      return fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.constantFrom("python", ...examples));
    case "integer":
    case "number":
      return fc.oneof(
        fc.integer({ min: Math.ceil(Number(schema.minimum ?? -1e9)), max: Math.floor(Number(schema.maximum ?? 1e9)) }),
        fc.double(),
      );
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(part(schema.items ?? {}), { maxLength: 4 });
    case "object":
      return fromObject(schema, part);
    default:
      return anyJson;
  }
}

function fromObject(schema: JsonSchema, part: (inner: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties as Record<string, unknown> | undefined) ?? {});
  const known = fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, part(inner)])), {
    requiredKeys: (schema.required as string[] | undefined) ?? [],
  });
  const more = fc.dictionary(fc.string({ maxLength: 12 }), anyJson, { maxKeys: 2 });
  return fc.oneof(
    { weight: 8, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, more).map(([one, other]) => ({ ...one, ...other })) },
  );
}
