import fc from 'fast-check'
import { expect, it } from 'vitest'
import { testDatabase } from '../../../tests/database.ts'
import { forecastWorld, quarter } from '../../../tests/forecasts.ts'
import { forecastDeals, readForecast } from './queries.ts'

const { database } = await testDatabase()
const { context, teams, step, clear, moment, act } = await forecastWorld(database)

/** All that is told: every column of everybody, what was said by hand, what is left out, and the deals behind. */
async function answers(asOf?: string) {
  const { asOf: _, ...told } = await readForecast(context, { ...quarter, asOf })
  const deals = await forecastDeals(context, { ...quarter, asOf, team: teams[0], limit: 500 })
  return JSON.parse(
    JSON.stringify({ told, deals: deals.data.map(({ mayEdit: _may, ...one }) => one) }),
  ) as unknown
}

it('tells of any past moment exactly what was told then, whatever was changed since', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      await clear()
      const then: { at: string; told: unknown }[] = []
      for (const one of steps) {
        await act(one)
        then.push({ at: await moment(), told: await answers() })
      }
      for (const { at, told } of then) expect(await answers(at)).toEqual(told)
    }),
    { numRuns: 25 },
  )
}, 180_000)

it('does not tell of a moment that has not come', async () => {
  await expect(readForecast(context, { ...quarter, asOf: '2027-01-01T00:00:01.000Z' })).rejects.toMatchObject(
    { problem: { status: 422 } },
  )
})
