import { expect, test } from 'vitest'
import { emptyDraft } from './draft.ts'
import type { Draft } from './draft.ts'
import { withMeanings } from './meanings.ts'

const draft: Draft = {
  ...emptyDraft,
  readings: [
    {
      key: 'r1',
      file: { match: 'a.csv', recordType: 'product', fields: [{ field: 'name', column: 'product' }] },
    },
    {
      key: 'r2',
      file: {
        match: 'b.csv',
        recordType: 'deal',
        fields: [{ field: 'product', column: 'product', values: { X: 'Y' } }],
      },
    },
  ],
}
const pass = (file: number) => ({ file, upload: '', name: '', recordType: '', rows: 0, counts: {} as never })

test('a word gets its meaning in the reading whose file it is in, beside those said before', () => {
  const word = {
    pass: 2,
    field: 'product',
    column: 'product',
    word: 'GTXPro',
    rows: 3,
    suggestion: null,
    meaning: 'GTX Pro',
  }
  const next = withMeanings(draft, { passes: [pass(0), pass(0), pass(1)] }, [word])
  expect(next.readings[1]?.file.fields[0]?.values).toEqual({ X: 'Y', GTXPro: 'GTX Pro' })
  expect(next.readings[0]).toEqual(draft.readings[0])
})
