import type { Import, UnknownWord } from '../../../contract/records/import.ts'
import type { Draft } from './draft.ts'

/** The draft in which words mean what was said of them when it was tried out. */
export function withMeanings(
  draft: Draft,
  { passes }: Pick<Import, 'passes'>,
  words: readonly (UnknownWord & { meaning: string })[],
): Draft {
  const readings = draft.readings.map((reading, at) => {
    const fields = reading.file.fields.map((mapping) => {
      const said = words.filter(({ pass, field }) => passes[pass]?.file === at && field === mapping.field)
      if (said.length === 0) return mapping
      return {
        ...mapping,
        values: {
          ...mapping.values,
          ...Object.fromEntries(said.map(({ word, meaning }) => [word, meaning])),
        },
      }
    })
    return { ...reading, file: { ...reading.file, fields } }
  })
  return { ...draft, readings }
}

/** The draft in which what a reference names and nobody knows is made. */
export function withMissingMade(
  draft: Draft,
  { passes }: Pick<Import, 'passes'>,
  { pass, field }: Pick<UnknownWord, 'pass' | 'field'>,
): Draft {
  const readings = draft.readings.map((reading, at) => {
    if (passes[pass]?.file !== at) return reading
    const fields = reading.file.fields.map((mapping) =>
      mapping.field === field
        ? {
            ...mapping,
            reference: { by: 'name' as const, ...mapping.reference, createMissing: true },
          }
        : mapping,
    )
    return { ...reading, file: { ...reading.file, fields } }
  })
  return { ...draft, readings }
}
