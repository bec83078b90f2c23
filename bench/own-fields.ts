import type { PoolConfig } from 'pg'
import type { Database } from '../server/db/database.ts'
import { silent } from '../server/db/log.ts'
import { system } from '../server/http/caller.ts'
import type { Organisation } from '../server/http/context.ts'
import { selectList } from '../server/records/column.ts'
import { addField } from '../server/records/own/commands.ts'
import { tendIndexes } from '../server/records/own/indexes.ts'
import { noteUses, oftenEnough, saveUses } from '../server/records/own/uses.ts'
import { refreshTypes, typeIn } from '../server/records/types.ts'
import type { Request } from './load.ts'
import { comparer, parse, spawn, statementOf, type Result } from './records.ts'

const kinds = ['text', 'number', 'date', 'yesNo', 'choice'] as const
const howMany = 50
const options = ['gold', 'silver', 'bronze', 'lead'].map((value) => ({ value, label: value }))

/** What the i-th person has in each of the fields, as SQL and as a program would send it. */
const values = {
  text: { sql: `'word ' || i % 997`, of: (n: number) => `word ${n % 997}` },
  number: { sql: 'i % 10007', of: (n: number) => n % 10007 },
  date: {
    sql: `to_char(date '2020-01-01' + i % 2500, 'YYYY-MM-DD')`,
    of: (n: number) => new Date(Date.UTC(2020, 0, 1 + (n % 2500))).toISOString().slice(0, 10),
  },
  yesNo: { sql: 'i % 2 = 0', of: (n: number) => n % 2 === 0 },
  choice: {
    sql: `(array['gold','silver','bronze','lead'])[1 + i % 4]`,
    of: (n: number) => options[n % 4]?.value,
  },
}

const fields = Array.from({ length: howMany }, (_, i) => {
  const kind = kinds[i % kinds.length] ?? 'text'
  return { kind, label: `Field ${i + 1}`, name: `own_field_${i + 1}` }
})

/** People with fifty own fields against the bare server on the same table with the same indexes. */
export async function benchOwnFields(
  database: Database,
  connection: PoolConfig,
  key: string,
  seconds: number,
  organisation: Organisation,
): Promise<Result[]> {
  const context = { database, caller: system('system'), organisation, now: new Date().toISOString() }
  for (const { kind, label } of fields)
    await addField(context, {
      recordType: 'person',
      type: kind,
      label,
      ...(kind === 'choice' ? { options } : {}),
    })
  await refreshTypes(database)
  const type = typeIn(database, 'person')
  const client = await database.pool.connect()
  try {
    await client.query('set statement_timeout to 0; set transaction_timeout to 0')
    // A function takes a hundred arguments, which are fifty pairs.
    const pairs = fields.map(({ kind, name }) => `'${name}', ${values[kind].sql}`)
    await client.query(`update people set custom = jsonb_build_object(${pairs.join(', ')})
      from (select id, row_number() over (order by id)::int as i from people) numbered where numbered.id = people.id`)
    await client.query('vacuum analyze people')
  } finally {
    client.release(true)
  }
  const filter = { field: 'own_field_5', op: 'is', value: 'silver' } as const
  const sort = '-own_field_3'
  for (let again = 0; again < oftenEnough.times; again++) noteUses(database, type, filter, sort)
  await saveUses(database)
  await tendIndexes(database, silent, 0)

  const fieldNames = ['firstName', 'lastName', 'email', 'phone']
  const { port: limit, child: bare } = await spawn('bare.ts', {
    connection,
    list: [await statementOf(database, type, parse({ filter, sort, limit: 60 }))],
    get: { text: `select ${selectList(type)} from people t where t.id = $1` },
    insert: {
      text: `with t as (insert into people (first_name, last_name, email, phone, custom) values ($1, $2, $3, $4, $5) returning *) select ${selectList(type)} from t`,
      fields: [...fieldNames, 'custom'],
    },
    copyInto: '',
  })
  const { port: ours, child: server } = await spawn('serve.ts', { connection })
  const counter = { n: (Date.now() % 1e9) * 100 }
  const compare = comparer(ours, limit, seconds, counter)
  const headers = { authorization: `Bearer ${key}` }
  const own = (n: number) => Object.fromEntries(fields.map(({ kind, name }) => [name, values[kind].of(n)]))
  const one = (n: number) => ({
    firstName: 'Ana',
    lastName: `Duarte${n}`,
    email: `own${n}@bench.example`,
    phone: `+3519${String(n % 1e8).padStart(8, '0')}`,
  })
  const post = (path: string, body: unknown): Request => ({
    method: 'POST',
    path,
    headers,
    body: JSON.stringify(body),
  })
  const query = `limit=60&sort=${sort}&filter=${encodeURIComponent(JSON.stringify(filter))}`
  try {
    return [
      {
        what: 'list of 60, filter and sort on own fields of 50',
        bound: { atLeast: 0.6 },
        ...(await compare(
          () => ({ method: 'GET', path: `/api/v1/people?${query}`, headers }),
          () => ({ method: 'GET', path: '/list/0', headers }),
        )),
      },
      {
        what: 'create a person with 50 own fields',
        bound: { atLeast: 0.4 },
        ...(await compare(
          (n) => post('/api/v1/people', { ...one(n), ...own(n) }),
          (n) => post('/insert', { ...one(n), custom: own(n) }),
        )),
      },
    ]
  } finally {
    server.kill()
    bare.kill()
  }
}
