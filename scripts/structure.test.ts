import { expect, test } from 'vitest'
import { checkStructure } from './structure.ts'

const check = (files: Record<string, string>) => checkStructure(new Map(Object.entries(files)))
const code = 'export const one = 1\n'

test('a house in order has nothing out of place', () => {
  expect(
    check({
      'contract/values/money.ts': "import { z } from 'zod'\nexport const amount = z.number()\n",
      'server/db/database.ts': "import pg from 'pg'\nexport const pool = new pg.Pool()\n",
      'server/sales/deals/queries.ts':
        "import { pool } from '../../db/database.ts'\nexport const deals = pool\n",
      'server/sales/facts.ts': "import { deals } from './deals/queries.ts'\nexport const facts = { deals }\n",
      'server/handoffs/won.ts': "import { facts } from '../sales/facts.ts'\nexport const won = facts\n",
      'server/main.ts': "import { won } from './handoffs/won.ts'\nwon()\n",
      'server/sales/deals/queries.test.ts':
        "import { testDatabase } from '../../../tests/database.ts'\ntestDatabase()\n",
      'tests/database.ts':
        "import { pool } from '../server/db/database.ts'\nexport const testDatabase = () => pool\n",
    }),
  ).toEqual([])
})

test.each([
  ['a wing from a wing', 'server/sales/deals/rules.ts', 'server/service/tickets/rules.ts'],
  ['a wing from what sees several wings', 'server/sales/deals/rules.ts', 'server/handoffs/won.ts'],
  ['the floor from a wing', 'server/records/write.ts', 'server/sales/deals/rules.ts'],
  ['the database from the ledger', 'server/db/copy.ts', 'server/ledger/record.ts'],
  ['anything from an entrance', 'server/http/bind.ts', 'server/main.ts'],
  ['the contract from the server', 'contract/sales/deal.ts', 'server/db/copy.ts'],
  ['the web from the server', 'web/sales/board.tsx', 'server/sales/deals/rules.ts'],
  ['a page from another wing’s', 'web/sales/board.tsx', 'web/service/inbox.tsx'],
  ['the look from the records', 'web/ui/card.tsx', 'web/records/list.tsx'],
  ['the look from the customer’s contract', 'web/ui/card.tsx', 'contract/customer/person.ts'],
  ['the frame from the routes', 'web/shell/frame.tsx', 'web/shell/routes/routes.tsx'],
  ['the frame from a page', 'web/shell/frame.tsx', 'web/sales/board.tsx'],
  ['the product from its tests', 'server/sales/deals/rules.ts', 'tests/database.ts'],
])('no import of %s', (_, from, target) => {
  const up = '../'.repeat(from.split('/').length - 1)
  const problems = check({
    [from]: `import { one } from '${up}${target}'\nexport const two = one\n`,
    [target]: code,
  })
  expect(problems).toHaveLength(1)
})

test('types, re-exports and late imports count as imports', () => {
  const target = { 'server/service/rules.ts': 'export type One = 1\n' }
  const from = (text: string) =>
    check({ 'server/sales/rules.ts': `${text}\nexport const a = 1\n`, ...target })
  expect(from("import type { One } from '../service/rules.ts'")).toHaveLength(1)
  expect(from("import {\n  type One,\n} from '../service/rules.ts'")).toHaveLength(1)
  expect(from("export { One } from '../service/rules.ts'")).toHaveLength(1)
  expect(from("const late = await import('../service/rules.ts')")).toHaveLength(1)
  expect(from("// import type { One } from '../service/rules.ts'")).toHaveLength(0)
})

test.each([
  ['contract/values/money.ts', 'kysely'],
  ['widget/tracking.ts', 'react'],
  ['web/ui/card.tsx', 'node:fs'],
  ['server/sales/rules.ts', '@mantine/core'],
])('%s does not import %s', (file, name) => {
  expect(check({ [file]: `import { x } from '${name}'\nexport const y = x\n` })).toEqual([
    expect.stringContaining(`${file}: imports ${name}`),
  ])
})

test('feature folders and floor folders have closed vocabularies', () => {
  expect(check({ 'server/sales/deals/deal-service.ts': code })).toEqual([
    expect.stringContaining('routes, policy'),
  ])
  expect(check({ 'server/sales/deals/facts.ts': code })).toHaveLength(1)
  expect(check({ 'server/db/orm.ts': code })).toEqual([expect.stringContaining('no file "orm"')])
  expect(check({ 'server/metrics/win-rate.ts': code })).toEqual([])
})

test('circles are shown from file to file, also when only types go round', () => {
  const problems = check({
    'contract/a.ts': "import type { B } from './b.ts'\nexport type A = B\n",
    'contract/b.ts': "import type { C } from './c.ts'\nexport type B = C\n",
    'contract/c.ts': "import type { A } from './a.ts'\nexport type C = A\n",
  })
  expect(problems).toEqual([
    'contract/a.ts: imports itself in a circle: contract/a.ts → contract/b.ts → contract/c.ts → contract/a.ts',
  ])
})

test('no barrels, no vague names, no long files, no unknown places', () => {
  expect(check({ 'contract/index.ts': code })).toHaveLength(1)
  expect(
    check({ 'contract/all.ts': "// Everything.\nexport * from './a.ts'\nexport { b } from './b.ts'\n" }),
  ).toHaveLength(1)
  expect(check({ 'contract/date-utils.ts': code })).toEqual([expect.stringContaining('"utils"')])
  expect(check({ 'web/helpers/format.ts': code })).toEqual([expect.stringContaining('"helpers"')])
  expect(check({ 'contract/long.ts': code.repeat(501) })).toEqual([expect.stringContaining('501 lines')])
  expect(check({ 'server2/a.ts': "import { a } from './b.ts'\nexport const b = a\n" })).toHaveLength(1)
})
