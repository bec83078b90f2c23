import { z } from 'zod'
import type { FieldType } from './field.ts'

export const operators = [
  'is',
  'isNot',
  'anyOf',
  'noneOf',
  'contains',
  'startsWith',
  'lessThan',
  'atMost',
  'moreThan',
  'atLeast',
  'within',
  'empty',
  'notEmpty',
] as const
export type Operator = (typeof operators)[number]

const common = ['empty', 'notEmpty'] as const
const equality = ['is', 'isNot', 'anyOf', 'noneOf', ...common] as const
const order = ['is', 'lessThan', 'atMost', 'moreThan', 'atLeast', ...common] as const
const words = ['contains', 'startsWith', ...equality] as const

/** The operators that each field type knows. `anyOf`/`noneOf` take a list; `within` takes a relative period. */
export const operatorsOf: Record<FieldType, readonly Operator[]> = {
  text: words,
  longText: ['contains', ...common],
  number: order,
  money: order,
  percentage: order,
  duration: order,
  date: ['within', ...order],
  moment: ['within', ...order],
  yesNo: ['is', ...common],
  choice: equality,
  choices: ['anyOf', 'noneOf', ...common],
  tags: ['anyOf', 'noneOf', ...common],
  email: words,
  phone: words,
  link: words,
  address: ['contains', ...common],
  reference: equality,
  references: ['anyOf', 'noneOf', ...common],
  user: equality,
  // By the name.
  file: ['contains', ...common],
  files: ['contains', ...common],
}

/**
 * A period relative to today in the organisation's time zone: `{ unit: 'month', from: -3, to: 0 }` is the three whole
 * months before this one (half-open, counted in units), `{ unit: 'day', from: 0, to: 1 }` is today.
 */
export const relativeSchema = z.object({
  unit: z.enum(['day', 'week', 'month', 'quarter', 'year']),
  from: z.number().int().min(-10_000).max(10_000),
  to: z.number().int().min(-10_000).max(10_000),
})
export type Relative = z.infer<typeof relativeSchema>

export interface Condition {
  field: string
  op: Operator
  value?: unknown
}

/**
 * A tree of conditions. `related` looks through a reference (`company`'s field) or at the records that refer to this
 * one (its inverse name, such as a company's `deals`): `some` of them match, or `none` does. The user with the name
 * `me` stands for the reader.
 */
export type Filter =
  | { and: Filter[] }
  | { or: Filter[] }
  | { not: Filter }
  | { related: string; some: Filter }
  | { related: string; none: Filter }
  | Condition

const scalar = z.union([z.string().max(2_000), z.number(), z.boolean()])

const conditionSchema = z.strictObject({
  field: z.string().max(100),
  op: z.enum(operators),
  value: z.union([scalar, z.array(scalar).max(1_000), relativeSchema]).optional(),
})

export const filterSchema: z.ZodType<Filter> = z
  .lazy(() =>
    z.union([
      conditionSchema,
      z.strictObject({ and: z.array(filterSchema).max(50) }),
      z.strictObject({ or: z.array(filterSchema).max(50) }),
      z.strictObject({ not: filterSchema }),
      z.strictObject({ related: z.string().max(100), some: filterSchema }),
      z.strictObject({ related: z.string().max(100), none: filterSchema }),
    ]),
  )
  .meta({
    id: 'Filter',
    example: { field: 'createdAt', op: 'within', value: { unit: 'month', from: -1, to: 0 } },
  })

/** How deep and how many: more is refused before it costs the database anything. */
export const filterLimits = { depth: 6, conditions: 60 } as const

export function measure(filter: Filter): { depth: number; conditions: number } {
  if ('field' in filter) return { depth: 1, conditions: 1 }
  const inner =
    'and' in filter
      ? filter.and
      : 'or' in filter
        ? filter.or
        : 'not' in filter
          ? [filter.not]
          : 'some' in filter
            ? [filter.some]
            : [filter.none]
  const sizes = inner.map(measure)
  return {
    depth: 1 + Math.max(0, ...sizes.map((size) => size.depth)),
    conditions: sizes.reduce((sum, size) => sum + size.conditions, 0),
  }
}
