import { typesOf } from '../records/types.ts'
import { calculateAnew, readFills } from '../records/formula/fill.ts'
import { settleFormulas } from '../records/formula/install.ts'
import { fill } from '../records/formula/jobs.ts'
import { progressOn, type Command } from './command.ts'

export const formulasCalculate: Command = {
  name: 'formulas calculate',
  summary: 'Calculate all formulas again, and say how many stood otherwise',
  options: {},
  async run({ database, out }) {
    await settleFormulas(database.db, false)
    const types = typesOf(database).all.filter(({ fields }) =>
      Object.values(fields).some(({ formula }) => formula !== undefined),
    )
    if (types.length === 0) {
      out.write('There are no formulas.\n')
      return
    }
    const progress = progressOn(out)
    for (const { name, plural } of types) {
      await calculateAnew(database.db, [name])
      const shown = setInterval(() => {
        void readFills(database.db).then((fills) => {
          const { done = 0, total = 0 } = fills.find(({ recordType }) => recordType === name) ?? {}
          progress.show(`${plural}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`)
        })
      }, 500)
      try {
        await fill(database, name)
      } finally {
        clearInterval(shown)
      }
      progress.end()
      const { done = 0, changed = 0 } =
        (await readFills(database.db)).find(({ recordType }) => recordType === name) ?? {}
      out.write(
        `${plural}: ${done.toLocaleString('en')} calculated, ${changed.toLocaleString('en')} stood otherwise\n`,
      )
    }
  },
}
