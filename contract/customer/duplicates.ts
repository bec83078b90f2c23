import { z } from 'zod'
import { idParams, pageOf, pageQuery, route } from '../http/route.ts'
import { resultSchema } from '../records/routes.ts'
import type { RecordType } from '../records/record-type.ts'
import type { AnyRecord } from '../records/value.ts'

export const duplicateReasons = [
  'email',
  'phone',
  'domain',
  'name',
  'similarName',
  'mailbox',
  'birthday',
  'company',
  'place',
] as const
export type DuplicateReason = (typeof duplicateReasons)[number]

/** What speaks against two records being one, and lowers their score. */
export const duplicateDoubts = [
  'otherName',
  'otherBirthday',
  'otherGeneration',
  'otherCompanyName',
  'otherPlace',
  'related',
] as const
export type DuplicateDoubt = (typeof duplicateDoubts)[number]

/** A record that may be the same one. 1 is certain: an e-mail belongs to one person only. */
export const duplicateSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What tells them apart: the e-mail and company of a person, the domain of a company. */
  detail: z.string().nullable(),
  score: z.number(),
  reasons: z.array(z.enum(duplicateReasons)),
})
export type Duplicate = z.infer<typeof duplicateSchema>

const text = z.string().trim().max(320).optional()
const without = z.uuid('Use the id of a record').optional()
const output = z.object({ data: z.array(duplicateSchema) })

export const duplicateRoutes = {
  people: route({
    method: 'GET',
    path: '/people/duplicates',
    who: { type: 'person', action: 'see' },
    summary: 'Who may already be this person, likeliest first',
    tag: 'People',
    query: z.object({ email: text, phone: text, firstName: text, lastName: text, company: without, without }),
    output,
  }),
  companies: route({
    method: 'GET',
    path: '/companies/duplicates',
    who: { type: 'company', action: 'see' },
    summary: 'Which company may already be this one, likeliest first',
    tag: 'Companies',
    query: z.object({ name: text, domain: text, phone: text, without }),
    output,
  }),
}

const recordSchema = z.record(z.string(), z.unknown()) as unknown as z.ZodType<AnyRecord>
const score = z.number().min(0).max(1)

/** Two records that may be one, of which nobody has said yet whether they are. */
export const pairSchema = z.object({
  id: z.string(),
  score,
  reasons: z.array(z.enum(duplicateReasons)),
  doubts: z.array(z.enum(duplicateDoubts)),
  foundAt: z.string(),
  /** Both, the one that a merge would keep first. */
  records: z.array(recordSchema),
})
export type Pair = z.infer<typeof pairSchema>

/** How the search of all records of a type for duplicates stands, or how it ended. */
export const duplicateSearchSchema = z.object({
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** From 0 to 1. */
  progress: z.number(),
  records: z.number().int(),
  compared: z.number().int(),
  found: z.number().int(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  error: z.string().nullable(),
  /** Groups too large for comparing each record with each; the largest of them. */
  largeGroups: z.number().int(),
  large: z.array(z.object({ kind: z.string(), size: z.number().int() })),
})
export type DuplicateSearch = z.infer<typeof duplicateSearchSchema>

/** Pairs that are merged in one go, each as it would be merged by itself. */
export const mostPairs = 1_000

/** The routes of the review of possible duplicates, for types whose records can be merged. */
export function duplicateReviewRoutes(type: RecordType) {
  const path = `/${type.plural}/duplicates`
  const many = type.label.many.toLowerCase()
  const tag = type.label.many
  const see = { type: type.name, action: 'see' } as const
  const edit = { type: type.name, action: 'edit' } as const
  return {
    pairs: route({
      method: 'GET',
      path: `${path}/pairs`,
      who: see,
      summary: `${type.label.many} that may be one, of those that the caller may change, likeliest first`,
      tag,
      query: pageQuery.extend({
        atLeast: z.coerce.number().min(0).max(1).optional(),
        /** Only those of which an import has made one. */
        import: z.uuid('Use the id of an import').optional(),
      }),
      output: pageOf(pairSchema).extend({
        /** What the ids among the records' values are called. */
        titles: z.record(z.string(), z.string()),
        /** How many are open, counted up to 10,000. */
        count: z.number().int(),
      }),
    }),
    dismiss: route({
      method: 'PUT',
      path: `${path}/pairs/{id}/dismissal`,
      who: edit,
      summary: 'Say that two are not the same; they are not asked about again',
      tag,
      params: idParams,
    }),
    reconsider: route({
      method: 'DELETE',
      path: `${path}/pairs/{id}/dismissal`,
      who: edit,
      summary: 'Ask about two again',
      tag,
      params: idParams,
    }),
    plan: route({
      method: 'GET',
      path: `${path}/plan`,
      who: see,
      summary: `What merging all pairs from a score on would do: which ${many} become one`,
      tag,
      query: z.object({ atLeast: z.coerce.number().min(0).max(1).default(0.9) }),
      output: z.object({
        /** The pairs to give to a merge of pairs, likeliest first, at most 1,000. */
        pairs: z.array(z.string()),
        /** Records that become one, by their titles, the one that stays first; at most 50 groups. */
        groups: z.array(z.array(z.object({ id: z.string(), title: z.string() }))),
        /** How many records go into others. */
        merged: z.number().int(),
        more: z.boolean(),
      }),
    }),
    mergePairs: route({
      method: 'POST',
      path: `${path}/merge`,
      who: edit,
      summary: 'Merge the records of pairs, each by itself; of each pair the more complete record stays',
      tag,
      body: z.strictObject({ pairs: z.array(z.uuid('Use the id of a pair')).min(1).max(50) }),
      output: z.object({ results: z.array(resultSchema) }),
      status: 207,
    }),
    search: route({
      method: 'GET',
      path: `${path}/search`,
      who: see,
      summary: `How the search of all ${many} for duplicates stands`,
      tag,
      output: z.object({ search: duplicateSearchSchema.nullable() }),
    }),
    startSearch: route({
      method: 'POST',
      path: `${path}/search`,
      who: 'administrator',
      summary: `Compare all ${many} anew`,
      tag,
      output: z.object({ search: duplicateSearchSchema.nullable() }),
      status: 202,
    }),
    cancelSearch: route({
      method: 'DELETE',
      path: `${path}/search`,
      who: 'administrator',
      summary: 'Stop the search; what it found stays',
      tag,
    }),
  }
}
