import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ForecastRow } from '../../../../contract/sales/forecast.ts'
import { toMinor, type Money } from '../../../../contract/values/money.ts'
import { testDatabase } from '../../../../tests/database.ts'
import { forecastWorld, quarter } from '../../../../tests/forecasts.ts'
import { readForecast } from '../queries.ts'
import { takeSnapshot } from '../snapshots/commands.ts'
import { changedDeals, changesOf } from './queries.ts'

const { database } = await testDatabase()
const { context, owners, step, clear, moment, act } = await forecastWorld(database)

const minor = ({ amount, currency }: Money) => toMinor(amount, currency)
const openOf = (row: ForecastRow | undefined) =>
  row ? minor(row.columns.pipeline) - minor(row.columns.closed) : 0n

/** Somebody's open amount of the quarter, as the forecast tells it. */
async function openNow(owner: string | undefined): Promise<bigint> {
  const { rows } = await readForecast(context, quarter)
  return openOf(rows.find(({ kind, id }) => (owner ? id === owner : kind === 'company')))
}

it('adds up from what was to what is, of everybody and the company, between any two moments', async () => {
  const scopes = [undefined, owners[0]]
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      await clear()
      const then: { snapshot: string; at: string; open: bigint[] }[] = []
      for (const one of steps) {
        await act(one)
        const { id } = await takeSnapshot(context)
        const open = await Promise.all(scopes.map(openNow))
        then.push({ snapshot: id, at: await moment(), open })
      }
      const last = then.at(-1)
      for (const [i, owner] of scopes.entries())
        for (const { snapshot, at, open } of then.slice(0, -1)) {
          const asked = { ...quarter, column: 'pipeline', ...(owner && { owner }) } as const
          const answers = await Promise.all([
            changesOf(context, { ...asked, since: snapshot }),
            changesOf(context, { ...asked, since: at }),
            changesOf(context, { ...asked, since: snapshot, until: last?.snapshot }),
          ])
          for (const { start, end, changes } of answers) {
            expect(minor(start)).toBe(open[i])
            expect(minor(end)).toBe(last?.open[i])
            expect(changes.reduce((sum, { amount }) => sum + minor(amount), minor(start))).toBe(minor(end))
          }
          // What was kept, and what the ledger says of the same moment, tell the same story.
          expect(answers[1]?.changes).toEqual(answers[0]?.changes)
          expect(answers[2]?.changes).toEqual(answers[0]?.changes)
          const { data } = await changedDeals(context, { ...asked, since: snapshot, limit: 500 })
          for (const { change, amount, deals } of answers[0]?.changes ?? []) {
            const behind = data.filter((one) => one.change === change)
            expect(behind.length).toBe(deals)
            expect(behind.reduce((sum, one) => sum + minor(one.amount), 0n)).toBe(minor(amount))
          }
        }
    }),
    { numRuns: 12 },
  )
}, 240_000)
