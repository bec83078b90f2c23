import { z } from 'zod'
import { route } from '../http/route.ts'
import { kinds } from './formula/node.ts'
import { longestFormula } from './formula/tokens.ts'

const shared = { tag: 'Own fields', who: 'administrator' } as const

/** What keeps a text from being a formula, and where: the characters from `start` up to `end`. */
const problemSchema = z.object({
  message: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  /** Names that may have been meant, likeliest first. */
  suggestions: z.array(z.string()),
})

/** How far the calculation of a type's records has come. */
const fillSchema = z.object({
  recordType: z.string(),
  total: z.number().int(),
  done: z.number().int(),
  /** Records whose formulas came out otherwise than they stood. */
  changed: z.number().int(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Somebody has stopped it; what was not done keeps its values. */
  stoppedAt: z.string().nullable(),
})
export type FormulaFill = z.infer<typeof fillSchema>

const typeParams = z.object({ recordType: z.string().max(60) })

export const formulaRoutes = {
  preview: route({
    ...shared,
    method: 'POST',
    path: '/fields/preview',
    summary: 'What a formula would give for the newest records; nothing is kept',
    body: z.strictObject({
      recordType: z.string().max(60),
      formula: z.string().max(longestFormula),
    }),
    output: z.object({
      problem: problemSchema.nullable(),
      /** What the formula gives; null when there is a problem. */
      kind: z.enum(kinds).nullable(),
      /** Null when it takes too long to be tried while somebody types. */
      records: z.array(z.object({ id: z.string(), title: z.string(), value: z.unknown() })).nullable(),
    }),
    status: 200,
  }),
  fills: route({
    ...shared,
    method: 'GET',
    path: '/fields/calculations',
    summary: 'How far the calculation of formulas has come, by record type',
    output: z.object({ data: z.array(fillSchema) }),
  }),
  calculate: route({
    ...shared,
    method: 'POST',
    path: '/fields/calculations/{recordType}',
    summary: 'Calculate the formulas of all records of a type again, in the background',
    params: typeParams,
    status: 202,
    output: z.object({ data: z.array(fillSchema) }),
  }),
  stop: route({
    ...shared,
    method: 'DELETE',
    path: '/fields/calculations/{recordType}',
    summary: 'Stop calculating the records of a type; what is not done keeps the values that it has',
    params: typeParams,
  }),
}
