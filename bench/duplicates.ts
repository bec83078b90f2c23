import { performance } from 'node:perf_hooks'
import type { PoolConfig } from 'pg'
import { person } from '../contract/customer/person.ts'
import { startSearch, workSearch } from '../server/customer/duplicates/search/commands.ts'
import { openDatabase, type Database } from '../server/db/database.ts'
import { prepareJobs } from '../server/db/jobs.ts'
import { migrate } from '../server/db/migrate.ts'
import { foundOrganisation } from '../server/team/organisation/commands.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const first = ['Ana', 'Luis', 'Mira', 'Tomas', 'Lena', 'Jonas', 'Ines', 'Paul', 'Sofia', 'Marta', 'Rui', 'Clara', 'Hugo', 'Alice', 'Nuno', 'Eva', 'William', 'Robert', 'Elizabeth', 'Miguel'] // prettier-ignore
const syllables = ['du', 'ar', 'te', 'fal', 'ko', 'so', 'lo', 'va', 'per', 'ei', 'ra', 'kel', 'ler', 'no', 'sil', 'bran', 'ros', 'si', 'mo', 'reau'] // prettier-ignore
const list = (words: readonly string[]) => `(array[${words.map((word) => `'${word}'`).join(',')}])`
const syllable = (by: string) => `${list(syllables)}[1 + (${by})::int % 20]`

/**
 * People of whom one in fifty is another one once more: misspelt, by a nickname, with names swapped or a mark left out,
 * and with the same phone or company. Names are as common as names are: the more common, the more have them.
 */
async function fillPeople(database: Database, count: number): Promise<void> {
  const client = await database.pool.connect()
  try {
    await client.query('set statement_timeout to 0; set transaction_timeout to 0; select setseed(0.5)')
    await client.query(
      `insert into companies (name) select 'Company ' || i from generate_series(1, ${count / 50}) i`,
    )
    await client.query(`create temp table firms as select row_number() over (order by id) as i, id from companies;
      create unique index on firms (i); analyze firms`)
    await client.query(`create temp table drawn as select i, case when i % 50 = 49 then i - 17 else i end as who,
        power(random(), 1.6) as common, random() as r from generate_series(0, ${count - 1}) i;
      create unique index on drawn (i)`)
    await client.query(`insert into people (first_name, last_name, email, phone, company_id, address)
      select case when d.i % 200 = 149 then initcap(w.family) when d.i % 200 = 99 then 'Bill' else ${list(first)}[1 + w.given] end,
        case when d.i % 200 = 149 then ${list(first)}[1 + w.given]
          when d.i % 200 = 49 then left(initcap(w.family), -2) || right(w.family, 1) || substr(w.family, length(w.family) - 1, 1)
          else initcap(w.family) end,
        'p' || d.i || '@mail' || d.who % 9973 || '.example',
        case when w.who % 3 = 0 then '+3519' || lpad(w.who::text, 8, '0') when w.who % 1000 = 1 then '+351210000000' end,
        f.id, jsonb_build_object('city', 'Town ' || w.who % 500)
      from (select d.*, source.common * 8000 as drawn_name, source.i as source from drawn d join drawn source on source.i = d.who) d
        cross join lateral (select d.who, floor(d.drawn_name)::int as name, (d.who * 7)::int % 20 as given,
          ${syllable('d.drawn_name')} || ${syllable('d.drawn_name / 20')} || ${syllable('d.drawn_name / 400')} as family) w
        left join firms f on f.i = 1 + d.who % ${count / 50} and d.who % 4 <> 0`)
    await client.query(`insert into identities (kind, value, person_id)
      select 'email', email, id from people union all select 'phone', phone, id from people where phone is not null`)
    await client.query('vacuum analyze people')
    await client.query('vacuum analyze identities')
  } finally {
    client.release()
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

/** The limit: the people once sorted by name, which is what comparing neighbours takes at the very least. */
async function sortSeconds(database: Database): Promise<number> {
  const rounds: number[] = []
  for (let round = 0; round < 3; round++)
    rounds.push(
      await secondsOf(() =>
        database.pool
          .query(`select count(before), count(email), count(phone), count(company_id) from (select email, phone, company_id,
          lag(id) over (order by lower(last_name), lower(first_name), id) as before from people) sorted`),
      ),
    )
  return median(rounds)
}

/** How long it takes to compare all people, by keys, as a multiple of sorting them once. */
export async function benchDuplicates(given: PoolConfig, people: number): Promise<Result[]> {
  const admin = openDatabase({ connection: given })
  await admin.pool.query('create database bench_duplicates')
  await admin.close()
  const connection = { ...given, database: 'bench_duplicates' }
  await migrate(connection)
  const database = openDatabase({ connection, maxTransactionSeconds: 600 })
  try {
    await prepareJobs(database.pool)
    await foundOrganisation(database.db, { name: 'Bench', timeZone: 'UTC', currency: 'EUR' })
    await fillPeople(database, people)
    const sorting = await sortSeconds(database)
    await startSearch(database.db, person, null)
    const seconds = await secondsOf(() => workSearch(database, person))
    const { rows } = await database.pool.query<{
      compared: string
      found: number
      large_groups: number
      planted: number
      hit: number
    }>(`
      select compared::text, found, large_groups, (select count(*)::int from people) / 50 as planted,
        (select count(*)::int from duplicate_pairs where score >= 0.7) as hit from duplicate_searches where type = 'person'`)
    const told = rows[0]
    return [
      {
        what: `comparing ${people.toLocaleString('en')} people / sorting them once`,
        ratio: seconds / sorting,
        bound: { atMost: 200 },
        note: `${seconds.toFixed(0)} s against ${sorting.toFixed(1)} s; ${Number(told?.compared).toLocaleString('en')} pairs compared, ${told?.hit} at 70 % or more of ${told?.planted} planted, ${told?.large_groups} groups in part`,
      },
    ]
  } finally {
    await database.close()
  }
}
