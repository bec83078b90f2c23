import { z } from 'zod'
import { route } from '../http/route.ts'
import { moneySchema } from '../values/money.ts'
import { grainSchema } from '../values/period.ts'
import type { Field } from './field.ts'
import { filterSchema, type Filter } from './filter.ts'
import { fieldsOf, type RecordType } from './record-type.ts'

/** Fields that a table can be grouped by. */
const groupable = new Set(['choice', 'reference', 'user', 'yesNo', 'date', 'moment'])
export const isGroupable = (field: Field): boolean => groupable.has(field.type)

/** Whether groups are periods: a day, a week, a month … */
export const isDated = (field: Field): boolean => field.type === 'date' || field.type === 'moment'

const summable = new Set(['money', 'number', 'duration'])
export const isSummable = (field: Field): boolean => summable.has(field.type)

/** The fields that a type's records can be grouped by. */
export const groupFields = (type: RecordType): [string, Field][] =>
  Object.entries(fieldsOf(type)).filter(([, field]) => isGroupable(field))

/** The most groups that are told one by one; the largest are. */
export const mostGroups = 200

/** The most fields that are added up at once. */
export const mostSums = 20

const sumSchema = z.object({
  /** Of numbers and durations; null where no record has any. */
  number: z.number().nullable(),
  /** Of money, one for each currency. */
  money: z.array(moneySchema),
  /** Of money in the organisation's currency at today's rates, as far as there are rates; null of what is no money. */
  total: moneySchema.nullable(),
  /** What is left out of it, because its currency has no rate. */
  unconverted: z.array(moneySchema),
})
export type GroupSum = z.infer<typeof sumSchema>

const groupSchema = z.object({
  /** The option, id, `true` or `false`, or first day of the period; null where records have none. */
  key: z.string().nullable(),
  /** Of references, the title of the record; null where the caller may not see it. */
  title: z.string().nullable(),
  count: z.number().int(),
  sums: z.record(z.string(), sumSchema),
  /** Exactly the records of this group, together with the filter that was asked for. */
  filter: z.unknown() as unknown as z.ZodType<Filter>,
})
export type Group = z.infer<typeof groupSchema>

export const groupsSchema = z.object({
  groups: z.array(groupSchema),
  /** All records of the list. */
  all: z.object({ count: z.number().int(), sums: z.record(z.string(), sumSchema) }),
  /** Beyond the 200 largest groups: how many more, and how many records are in them. */
  more: z.object({ groups: z.number().int(), records: z.number().int() }),
})
export type Groups = z.infer<typeof groupsSchema>

const names = z
  .string()
  .max(2_000)
  .transform((list) => list.split(',').filter(Boolean))

/** How the records of a list divide, with sums: for a table that is grouped. */
export const groupsRoute = (type: RecordType) =>
  route({
    method: 'GET',
    path: `/${type.plural}/groups`,
    who: { type: type.name, action: 'see' },
    summary: `Group ${type.label.many.toLowerCase()} by a field, with counts and sums`,
    tag: type.label.many,
    example: { query: { groupBy: type.board ?? 'createdBy' } },
    query: z.object({
      groupBy: z.string().max(100),
      /** Of dates and moments, in the organisation's time zone. */
      unit: grainSchema.default('month'),
      /** Money, numbers and durations to add up, separated by commas. */
      sums: names.optional(),
      filter: filterSchema.optional(),
      q: z.string().max(200).optional(),
    }),
    output: groupsSchema,
  })
