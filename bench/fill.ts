import type pg from 'pg'

const words = [
  'Ana',
  'Luis',
  'Mira',
  'Tomas',
  'Lena',
  'Jonas',
  'Ines',
  'Paul',
  'Sofia',
  'Marta',
  'Rui',
  'Clara',
]
const names = [
  'Duarte',
  'Falk',
  'Sokolova',
  'Pereira',
  'Keller',
  'Novak',
  'Silva',
  'Brandt',
  'Rossi',
  'Moreau',
]
const pick = (list: string[], by: string) =>
  `(array[${list.map((word) => `'${word}'`).join(',')}])[1 + (${by}) % ${list.length}]`

/** The id of the i-th record: known without asking, so that rows refer to each other and requests to them. */
export const idOf = (kind: 'company' | 'person' | 'deal', i: number): string =>
  `01800000-0000-700${['company', 'person', 'deal'].indexOf(kind)}-8000-${i.toString(16).padStart(12, '0')}`

const id = (kind: 'company' | 'person' | 'deal') =>
  `(left('${idOf(kind, 0)}', 24) || lpad(to_hex(i), 12, '0'))::uuid`

const sources = ['paid_search', 'organic_search', 'social', 'email']

/** Fills the tables with companies, people and deals from one number to another, their events and search entries. */
export async function fill(pool: pg.Pool, from: number, to: number): Promise<void> {
  const client = await pool.connect()
  const series = `generate_series(${from}, ${to - 1}) i`
  const at = `(timestamptz '2024-01-01' + i % 700 * interval '1 day' + i * interval '1 ms')`
  const owner = `(select array_agg(id order by id) as ids from users) u`
  const owned = `u.ids[1 + i % array_length(u.ids, 1)]`
  try {
    await client.query('set statement_timeout to 0; set transaction_timeout to 0')
    await client.query(`insert into users (name, role) select 'Member ' || i, 'seller' from generate_series(1, 20) i
      where not exists (select from users where name = 'Member 1')`)
    await client.query(`insert into companies (id, name, domain, industry, owner_id, created_at, lifecycle_stage)
      select ${id('company')}, ${pick(names, 'i')} || ' ' || i, 'c' || i || '.example', ${pick(['Retail', 'Health', 'Energy'], 'i')},
        ${owned}, ${at}, 'lead' from ${series}, ${owner}`)
    await client.query(`insert into people (id, first_name, last_name, email, phone, company_id, owner_id, source, channel, lifecycle_stage, created_at)
      select ${id('person')}, ${pick(words, 'i')}, ${pick(names, 'i / 12')} || i, 'p' || i || '@c' || i || '.example',
        '+3512' || lpad(i::text, 8, '0'), ${id('company')}, ${owned}, ${pick(sources, 'i')}, 'other', ${pick(['lead', 'mql', 'customer'], 'i')}, ${at}
      from ${series}, ${owner}`)
    await client.query(`insert into deals (id, name, company_id, pipeline_id, stage_id, status, amount, amount_currency, closed_amount,
        owner_id, opened_on, closed_at, closed_on, cycle_days, source, created_at)
      select ${id('deal')}, 'Deal ' || i, ${id('company')}, s.pipeline_id, s.id, s.kind, i % 100000, 'EUR',
        case when s.kind <> 'open' then i % 100000 end, ${owned}, (${at})::date,
        case when s.kind <> 'open' then ${at} + i % 90 * interval '1 day' end,
        case when s.kind <> 'open' then (${at} + i % 90 * interval '1 day')::date end,
        case when s.kind <> 'open' then i % 90 end, ${pick(sources, 'i')}, ${at}
      from ${series}, ${owner}, (select array_agg(s order by position) as list from stages s) stages,
        lateral (select (stages.list[1 + i % array_length(stages.list, 1)]).*) s`)
    const between = (kind: 'company' | 'person' | 'deal') =>
      `id between '${idOf(kind, from)}' and '${idOf(kind, to - 1)}'`
    await client.query(
      `insert into identities (kind, value, person_id) select 'email', email, id from people where ${between('person')}`,
    )
    await client.query(`insert into search_entries (record_id, type, title, document, owner_id)
      select id, 'person', title, to_tsvector('simple', title) || array_to_tsvector(array['=' || email, '=' || ltrim(phone, '+')]), owner_id
        from people where ${between('person')}
      union all select id, 'company', title, to_tsvector('simple', title) || array_to_tsvector(array['=' || domain]), owner_id
        from companies where ${between('company')}
      union all select id, 'deal', title, to_tsvector('simple', title), owner_id from deals where ${between('deal')}`)
    await client.query(`insert into lifecycle_entries (person_id, stage, entered_at, entered_on)
      select ${id('person')}, 'lead', ${at}, (${at})::date from ${series}`)
    await client.query(`insert into events (type, origin, subject_type, subject_id, person_id, at)
      select 'person.created', 'import', 'person', ${id('person')}, ${id('person')}, ${at} from ${series}`)
    await client.query('vacuum analyze')
  } finally {
    client.release(true)
  }
}
