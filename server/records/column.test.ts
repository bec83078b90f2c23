import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { declaredTypes } from '../../contract/record-types.ts'
import { testCompany } from '../../tests/builders.ts'
import { behaviourOf } from './behaviour.ts'
import { rowShape } from './column.ts'

const { db } = await testCompany()

/** An import writes rows in the database's own format, which does not make one number out of another. */
test.each(declaredTypes.all.map((type) => [type.plural, type] as const))(
  'the columns of %s are of the very types that its fields are written as',
  async (table, type) => {
    const { rows } = await sql<{ name: string; type: string }>`
      select attname as name, format_type(atttypid, null) as type from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(db)
    const actual = new Map(rows.map(({ name, type: kept }) => [name, kept]))
    const copies = behaviourOf(type).copies ?? []
    const written = [...rowShape(type), ...(behaviourOf(type).derived ?? [])]
    expect(
      written.map(([name]) => [name, actual.get(name)?.replace('timestamp with time zone', 'timestamptz')]),
    ).toEqual(written)
    for (const { table: other, columns } of copies) {
      const { rows: kept } = await sql<{ name: string; type: string }>`
        select attname as name, format_type(atttypid, null) as type from pg_attribute
        where attrelid = ${other}::regclass and attname = any(${columns.map(([name]) => name)})`.execute(db)
      expect(new Map(kept.map(({ name, type: of }) => [name, of]))).toEqual(new Map(columns))
    }
  },
)
