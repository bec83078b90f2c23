import { z } from 'zod'
import { route } from '../http/route.ts'
import { filterSchema, type Filter } from '../records/filter.ts'
import { exampleId, idSchema } from '../values/id.ts'

/** How a rule chooses among its members. */
export const assignmentWays = ['roundRobin', 'byLoad'] as const
export type AssignmentWay = (typeof assignmentWays)[number]

export const assignmentRuleInput = z.strictObject({
  /** Of a rule that is there already, so that its turns go on. */
  id: idSchema.optional(),
  name: z.string().trim().min(1, 'Name the rule').max(120),
  /** Which leads it is for, by their fields and those of their person and company; null is all. */
  filter: filterSchema.nullable().default(null),
  way: z.enum(assignmentWays),
  members: z.array(idSchema).max(200).default([]),
  /** Besides these, whoever is in this team on the day. */
  team: idSchema.nullable().default(null),
})
export type AssignmentRuleInput = z.infer<typeof assignmentRuleInput>

const memberSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** The last day of an absence that has begun; null when at work. */
  awayUntil: z.string().nullable(),
})

export const assignmentRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** A filter as it was given. */
  filter: z.record(z.string(), z.unknown()).nullable() as unknown as z.ZodType<Filter | null>,
  way: z.enum(assignmentWays),
  members: z.array(memberSchema),
  team: z.object({ id: z.string(), title: z.string(), members: z.array(memberSchema) }).nullable(),
})
export type AssignmentRule = z.infer<typeof assignmentRuleSchema>

const tag = 'Assignment rules'
const output = z.object({
  data: z.array(assignmentRuleSchema),
  /** Open leads that nobody owns. */
  unassigned: z.number().int(),
})

export const assignmentRoutes = {
  list: route({
    method: 'GET',
    path: '/assignment-rules',
    who: 'caller',
    summary: 'The rules that give new leads an owner, in their order',
    tag,
    output,
  }),
  set: route({
    method: 'PUT',
    path: '/assignment-rules',
    who: 'administrator',
    summary: 'Set all rules that give new leads an owner, in their order',
    detail:
      'The first rule that a lead matches and that has a member at work gives it its owner. A lead that none matches stays without one.',
    tag,
    body: z.strictObject({ rules: z.array(assignmentRuleInput).max(100) }),
    example: {
      body: {
        rules: [
          {
            name: 'Large companies',
            filter: { related: 'company', some: { field: 'employees', op: 'atLeast', value: 200 } },
            way: 'byLoad',
            members: [exampleId('user')],
            team: null,
          },
          { name: 'All others', filter: null, way: 'roundRobin', members: [exampleId('user')], team: null },
        ],
      },
    },
    output,
  }),
}
