import type { Entity, PropertyValue, PropertyValues, ReadPlan } from '@demobase/demo';

type NamedValues = Readonly<Record<string, PropertyValue>>;

/** Everything an entity or an effect holds, by the names of {@link namesOf}. */
export function heldProperties(holder: PropertyValues): NamedValues {
  const named: [string, PropertyValue][] = [];
  for (const [index, name] of namesOf(holder.plan).entries()) {
    const value = holder.valueAt(index);
    if (value !== undefined) named.push([name, value]);
  }
  return Object.fromEntries(named);
}

/** What was told of an entity just now. */
export function changedProperties(entity: Entity): NamedValues {
  const names = namesOf(entity.plan);
  return Object.fromEntries(
    entity.changes().map(({ property: { index }, value }) => [names[index] ?? String(index), value]),
  );
}

const known = new WeakMap<ReadPlan, readonly string[]>();

/**
 * What the properties of a class are called: by the table that owns them and their own name, as
 * `DT_BasePlayer.m_iHealth`. Where a class has that twice, the second goes by its path from the class.
 */
function namesOf(plan: ReadPlan): readonly string[] {
  const before = known.get(plan);
  if (before !== undefined) return before;
  const taken = new Set<string>();
  const names = plan.properties.map(({ tableName, path, property }) => {
    const name = `${tableName}.${property.name}`;
    if (taken.has(name)) return path;
    taken.add(name);
    return name;
  });
  known.set(plan, names);
  return names;
}
