import { z } from 'zod'

/** How well a lead meets a criterion, as far as is known. */
export const answers = ['yes', 'partly', 'no', 'unknown'] as const
export type Answer = (typeof answers)[number]

/** Frameworks that come along, with the keys of their criteria. What these are called stands in the interface's texts. */
export const knownFrameworks = {
  bant: ['budget', 'authority', 'need', 'timing'],
  meddic: ['metrics', 'economicBuyer', 'decisionCriteria', 'decisionProcess', 'pain', 'champion'],
} as const
export type KnownFramework = keyof typeof knownFrameworks

const criterionKey = z.string().regex(/^[a-z][a-zA-Z0-9-]{0,39}$/, 'Use letters, digits and hyphens')

const ownCriterion = z.strictObject({
  key: criterionKey,
  label: z.string().trim().min(1, 'Name the criterion').max(80),
  /** What to ask. */
  question: z.string().trim().max(300).default(''),
})

/** By what a company qualifies its leads. */
export const frameworkSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('bant') }),
  z.strictObject({ name: z.literal('meddic') }),
  z.strictObject({
    name: z.literal('own'),
    criteria: z
      .array(ownCriterion)
      .min(1, 'Add at least one criterion')
      .max(20)
      .refine(
        (criteria) => new Set(criteria.map(({ key }) => key)).size === criteria.length,
        'Two criteria have the same key',
      ),
  }),
])
export type Framework = z.infer<typeof frameworkSchema>

/** A framework as it is answered: in one form, whichever it is. */
export const frameworkOutput = z.object({
  name: z.enum(['bant', 'meddic', 'own']),
  /** Of the company's own alone. */
  criteria: z.array(z.object({ key: z.string(), label: z.string(), question: z.string() })).optional(),
}) as unknown as z.ZodType<Framework>

/** The keys of a framework's criteria, in order. */
export const criteriaOf = (framework: Framework): readonly string[] =>
  framework.name === 'own' ? framework.criteria.map(({ key }) => key) : knownFrameworks[framework.name]

const worth: Record<Answer, number> = { yes: 1, partly: 0.5, no: 0, unknown: 0 }

/**
 * How far a lead qualifies: 100 × (yes + ½ partly) ÷ criteria, rounded half up to a whole number from 0 to 100. What is
 * unknown counts as not met. Null as long as nothing is answered, or only with "unknown". Answers to criteria that are
 * not in the framework count for nothing.
 */
export function scoreOf(framework: Framework, given: Readonly<Record<string, Answer>>): number | null {
  const criteria = criteriaOf(framework)
  const told = criteria.map((key) => (Object.hasOwn(given, key) ? (given[key] as Answer) : 'unknown'))
  if (told.every((answer) => answer === 'unknown')) return null
  return Math.round((100 * told.reduce((sum, answer) => sum + worth[answer], 0)) / criteria.length)
}

export const answerInput = z.strictObject({
  answer: z.enum(answers),
  /** How that is known. */
  note: z.string().trim().max(2_000).default(''),
})

export const qualificationSchema = z.object({
  framework: frameworkOutput,
  /** Of each criterion of the framework, in order. */
  answers: z.array(
    z.object({
      criterion: z.string(),
      answer: z.enum(answers),
      note: z.string(),
      by: z.string().nullable(),
      at: z.string().nullable(),
    }),
  ),
  score: z.number().int().nullable(),
})
export type Qualification = z.infer<typeof qualificationSchema>
