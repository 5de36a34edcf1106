import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/database/schema.ts';

/**
 * Everything in the schema `public` that a migration can make, one line a thing, sorted: two databases with the
 * same lines have the same schema. Kysely's own two tables are left out.
 */
export async function describeSchema(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with relations as (
      select oid, relname, relkind, reloptions from pg_class
      where relnamespace = 'public'::regnamespace and relname not like 'kysely_migration%'
    )
    select format('%s %s %s', relkind, relname, reloptions) as line from relations
    union all
    select format('column %s.%s %s notnull=%s default=%s identity=%s generated=%s',
      relname, attname, format_type(atttypid, atttypmod), attnotnull,
      pg_get_expr(adbin, adrelid), attidentity, attgenerated)
    from pg_attribute join relations on relations.oid = attrelid
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped and relkind <> 'i'
    union all
    select format('constraint %s on %s %s', conname, conrelid::regclass, pg_get_constraintdef(pg_constraint.oid))
    from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'kysely%'
    union all
    select format('index %s', indexdef) from pg_indexes
    where schemaname = 'public' and tablename not like 'kysely_migration%'
    union all
    select format('view %s', definition) from pg_views where schemaname = 'public'
    union all
    select format('view %s', definition) from pg_matviews where schemaname = 'public'
    union all
    select format('function %s', pg_get_functiondef(oid)) from pg_proc
    where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
    union all
    select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    union all
    select format('type %s %s', typname, enum_range)
    from pg_type
    left join (select enumtypid, array_agg(enumlabel order by enumsortorder) as enum_range from pg_enum group by 1)
      labels on enumtypid = oid
    where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
    union all
    select format('extension %s', extname) from pg_extension
    order by line
  `.execute(db);
  return rows.map(({ line }) => line);
}
