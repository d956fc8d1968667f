import { HighlightStyle } from "@codemirror/language";
import { tags } from "@lezer/highlight";

/** Colours of the code, from the tokens: so both themes need no more than one style. */
export const highlightStyle = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.controlKeyword, tags.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.character], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-number)" },
  { tag: [tags.comment, tags.docComment], color: "var(--code-comment)", fontStyle: "italic" },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.function(tags.definition(tags.variableName)),
    ],
    color: "var(--code-function)",
  },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.standard(tags.name)], color: "var(--code-type)" },
  { tag: [tags.self, tags.special(tags.variableName), tags.meta, tags.annotation], color: "var(--code-type)" },
  { tag: [tags.operator, tags.punctuation, tags.separator], color: "var(--code-punctuation)" },
  { tag: tags.escape, color: "var(--code-number)" },
  { tag: tags.invalid, color: "var(--attention-text)" },
]);
