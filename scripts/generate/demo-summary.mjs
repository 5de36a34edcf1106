import { DEMO_SUMMARY_SCHEMA } from '../../packages/demo/src/summary/summary-schema.ts';
import { generatedNote, markdownTable } from './markdown.mjs';

const { properties, $defs } = DEMO_SUMMARY_SCHEMA;

/** The page of what a summary tells. */
export function renderDemoSummary() {
  const sections = Object.entries($defs).map(([name, part]) => `## ${name}\n\n${renderPart(part)}`);
  return `${generatedNote('packages/demo/src/summary/summary-schema.ts')}

# The summary of a demo

What \`summariseDemo()\` and \`SummaryBuilder\` of \`@demobase/demo\` give, and \`demobase inspect --json\` prints. It is one
shape in TypeScript (\`DemoSummary\`) and in JSON; the JSON Schema this page is made from is exported as
\`DEMO_SUMMARY_SCHEMA\`. Later versions may add properties, and the schema with them; none is renamed or given another
meaning.

- **Every property is always there.** \`null\` says that the demo does not tell; a count of 0 says that it does, and it
  was none. A game without classes or rounds, a cut recording, an older build: each tells less.
- **Ticks** are on the clock of the demo, which begins at 0; \`serverTick\` is on that of the game server, and a few ticks
  of jitter lie between the two in a player's recording. A tick lasts \`tickIntervalSeconds\`.
- **Who did something** is told as they were at that tick: slots, names and teams are given to others. A person who
  reconnects has a new user id and stays one player.
- It is told **as far as was read**: a demo that is still arriving, was cut off or is damaged has a summary, too, and says
  so in \`ending\`, \`problems\` and \`error\`.

## Summary

${renderProperties(properties)}

${sections.join('\n\n')}
`;
}

function renderPart(part) {
  if (part.properties !== undefined) return `${part.description}\n\n${renderProperties(part.properties)}`;
  const isList = part.enum !== undefined;
  return `${part.description} ${isList ? 'One of' : 'Written as'} ${typeOf(part)}.`;
}

function renderProperties(parts) {
  const rows = Object.entries(parts).flatMap(([name, part]) => rowsOf(name, part));
  return markdownTable(['property', 'type', 'meaning'], rows);
}

/** A property, and those of the objects it lists that have no name of their own. */
function rowsOf(name, part) {
  const row = [`\`${name}\``, typeOf(part), part.description ?? $defs[nameOf(part)].description];
  const inner = part.items?.properties ?? {};
  return [row, ...Object.entries(inner).flatMap(([key, each]) => rowsOf(`${name}[].${key}`, each))];
}

function typeOf(part) {
  if (part.$ref !== undefined) return `[${nameOf(part)}](#${nameOf(part).toLowerCase()})`;
  if (part.anyOf !== undefined) return part.anyOf.map(typeOf).join(' or ');
  if (part.enum !== undefined) return part.enum.map((value) => `\`${value}\``).join(', ');
  if (part.pattern !== undefined && part.type === 'string') return `text like \`${part.pattern}\``;
  if (part.items !== undefined) return `list of ${typeOf(part.items)}`;
  if (part.propertyNames !== undefined) {
    return `object of ${typeOf(part.additionalProperties)} by ${typeOf(part.propertyNames)}`;
  }
  return [part.type].flat().join(' or ').replaceAll('string', 'text');
}

function nameOf({ $ref }) {
  return $ref.slice('#/$defs/'.length);
}
