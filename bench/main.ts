import { rm } from 'node:fs/promises'
import { openDatabase } from '../server/db/database.ts'
import { startEmbedded } from '../server/db/embedded.ts'
import { silent } from '../server/db/log.ts'
import { prepareJobs } from '../server/db/jobs.ts'
import { migrate } from '../server/db/migrate.ts'
import { system } from '../server/http/caller.ts'
import { beginPipeline } from '../server/sales/pipelines/commands.ts'
import { createKey } from '../server/team/keys/commands.ts'
import { foundOrganisation } from '../server/team/organisation/commands.ts'
import { temporaryFolder } from '../tests/postgres.ts'
import { benchDuplicates } from './duplicates.ts'
import { fill } from './fill.ts'
import { benchForecast } from './forecast.ts'
import { benchGrowth } from './growth.ts'
import { benchImport } from './import.ts'
import { benchMail, withoutMail } from './mail.ts'
import { benchMetrics } from './metrics.ts'
import { beginDays } from './my-day.ts'
import { benchOwnFields } from './own-fields.ts'
import { benchPapers } from './papers.ts'
import { benchRecords, type Result } from './records.ts'
import { benchReports } from './reports.ts'
import { benchRevenue } from './revenue.ts'

/**
 * `npm run bench [-- records fields growth metrics reports revenue forecast days import duplicates papers mail]`: measures
 * against the limits, in the same run, and prints a table of ratios. BENCH_SECONDS is the length of one round (3), BENCH_RECORDS how many people, companies and deals there are
 * (100,000), BENCH_IMPORT_ROWS how many rows the imported files have (1,000,000), BENCH_PEOPLE among how many people
 * duplicates are sought (1,000,000), BENCH_DEALS how many deals, and orders of three lines, the reports are of (1,000,000), BENCH_MESSAGES how many lie in the
 * mailbox that is read (100,000).
 */
const seconds = Number(process.env.BENCH_SECONDS ?? 3)
const count = Number(process.env.BENCH_RECORDS ?? 100_000)
const importRows = Number(process.env.BENCH_IMPORT_ROWS ?? 1_000_000)
const people = Number(process.env.BENCH_PEOPLE ?? 1_000_000)
const deals = Number(process.env.BENCH_DEALS ?? 1_000_000)
const messages = Number(process.env.BENCH_MESSAGES ?? 100_000)
const asked = new Set(process.argv.slice(2))
const wanted = (name: string) => asked.size === 0 || asked.has(name)
const dataFolder = await temporaryFolder()
const embedded = await startEmbedded({ dataFolder, log: silent })
const say = (text: string) => process.stdout.write(`${text}\n`)

try {
  await migrate(embedded.connection)
  const database = openDatabase({ connection: embedded.connection })
  await prepareJobs(database.pool)
  const organisation = { name: 'Bench', timeZone: 'UTC', currency: 'EUR' }
  await foundOrganisation(database.db, organisation)
  const context = { database, caller: system('system'), organisation, now: new Date().toISOString() }
  await beginPipeline(context)
  const { key } = await createKey(context, { name: 'bench', scopes: ['all'] })
  const print = ({ what, ratio, bound, note }: Result) => {
    const [sign, value, kept] =
      'atLeast' in bound
        ? ['≥', bound.atLeast, ratio >= bound.atLeast]
        : ['≤', bound.atMost, ratio <= bound.atMost]
    say(
      `${kept ? 'reached' : 'MISSED '}  ${what.padEnd(48)} ${ratio.toFixed(2).padStart(6)}  (${sign} ${value.toFixed(2)})  ${note}`,
    )
  }
  if (wanted('papers')) (await benchPapers()).forEach(print)
  if (wanted('mail')) {
    if (withoutMail) say(`Mail is not measured: ${withoutMail}.`)
    else (await benchMail(context, embedded.connection, messages)).forEach(print)
  }
  if (wanted('import'))
    (await benchImport(database.pool, embedded.connection, dataFolder, importRows)).forEach(print)
  if (wanted('duplicates')) (await benchDuplicates(embedded.connection, people)).forEach(print)
  if (wanted('reports')) (await benchReports(database, deals)).forEach(print)
  if (wanted('revenue')) (await benchRevenue(database, deals)).forEach(print)
  if (['records', 'fields', 'growth', 'metrics', 'days'].some(wanted)) {
    say(`Filling the tables with ${count.toLocaleString('en')} people, companies and deals.`)
    await fill(database.pool, 0, count)
  }
  if (wanted('records')) (await benchRecords(database, embedded.connection, key, seconds)).forEach(print)
  if (wanted('fields'))
    (await benchOwnFields(database, embedded.connection, key, seconds, organisation)).forEach(print)
  const days = wanted('days') ? await beginDays(database, count) : null
  if (wanted('growth') || wanted('metrics') || days) await fill(database.pool, count, count * 10)
  if (wanted('growth'))
    (await benchGrowth(database.pool, embedded.connection, key, seconds, organisation, count * 10)).forEach(
      print,
    )
  if (days) (await days(count * 10)).forEach(print)
  if (wanted('metrics')) (await benchMetrics(database)).forEach(print)
  if (wanted('forecast')) (await benchForecast(database, organisation, count)).forEach(print)
  await database.close()
} finally {
  await embedded.stop()
  await rm(dataFolder, { recursive: true, force: true })
}
