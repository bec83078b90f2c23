import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { recordTypes } from '../record-types.ts'
import { listQuery } from '../records/routes.ts'
import { idSchema } from '../values/id.ts'
import { grainSchema } from '../values/period.ts'

const tag = 'Administration'

export const failedJobSchema = z.object({
  id: z.string(),
  name: z.string(),
  attempts: z.number().int(),
  maxAttempts: z.number().int(),
  error: z.string(),
  createdAt: z.string(),
  /** When it is tried again; null when it has been given up. */
  nextAt: z.string().nullable(),
})

export const mailSchema = z.object({
  id: z.string(),
  recipient: z.string(),
  subject: z.string(),
  body: z.string(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
  error: z.string().nullable(),
})

export const operationRoutes = {
  failedJobs: route({
    method: 'GET',
    path: '/jobs/failed',
    who: 'administrator',
    summary: 'Jobs that failed, newest first',
    tag,
    output: z.object({ data: z.array(failedJobSchema) }),
  }),
  retryJob: route({
    method: 'POST',
    path: '/jobs/{id}/retry',
    who: 'administrator',
    summary: 'Try a failed job again now',
    tag,
    params: z.object({
      id: z
        .string()
        .regex(/^\d{1,18}$/, 'Use the id of a job')
        .meta({ example: '204' }),
    }),
  }),
  outbox: route({
    method: 'GET',
    path: '/outbox',
    who: 'administrator',
    summary: 'Mail of the system: sent, waiting, or kept here because no mail server is set',
    tag,
    output: z.object({ data: z.array(mailSchema) }),
  }),
}

/** What a saved view keeps: the list's question and how it is shown. */
export const viewDefinition = z.object({
  filter: listQuery.shape.filter,
  sort: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
  layout: z.enum(['table', 'board', 'calendar']).default('table'),
  /** The field whose values are the board's columns; without it, the one that the type names. */
  board: z.string().max(100).optional(),
  /** The field that the table is grouped by, and of dates the period. */
  group: z.object({ field: z.string().max(100), unit: grainSchema }).optional(),
  /** The field by whose days records stand in the calendar, and how much of it is shown; the first of the type's unless said. */
  calendar: z.object({ field: z.string().max(100), span: z.enum(['month', 'week']) }).optional(),
  columns: z
    .array(
      z.object({
        field: z.string().max(100),
        width: z.number().int().min(40).max(2_000).optional(),
        pinned: z.boolean().optional(),
      }),
    )
    .max(100),
})

const viewInput = z.strictObject({
  type: z.enum(recordTypes.map((type) => type.name) as [string, ...string[]]),
  name: z.string().trim().min(1, 'Name the view').max(100),
  /** With everybody. */
  shared: z.boolean().default(false),
  /** With the members of these teams and those below them. */
  teams: z.array(idSchema).max(50).default([]),
  /** With who has these roles. */
  roles: z.array(z.string().max(60)).max(50).default([]),
  /** Whom it is shared with may change it too. */
  editable: z.boolean().default(false),
  definition: viewDefinition,
})
export type ViewInput = z.infer<typeof viewInput>

export const viewSchema = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  shared: z.boolean(),
  teams: z.array(z.string()),
  roles: z.array(z.string()),
  editable: z.boolean(),
  mine: z.boolean(),
  /** The caller may change it. */
  mayEdit: z.boolean(),
  /** Whose it is. */
  owner: z.object({ id: z.string(), title: z.string() }),
  definition: viewDefinition,
})
export type SavedView = z.infer<typeof viewSchema>

export const viewRoutes = {
  list: route({
    method: 'GET',
    path: '/views',
    who: 'caller',
    summary: 'My saved views and the shared ones of a record type',
    tag: 'Views',
    query: z.object({ type: viewInput.shape.type }),
    output: z.object({ data: z.array(viewSchema) }),
  }),
  create: route({
    method: 'POST',
    path: '/views',
    who: 'caller',
    summary: 'Save a view',
    tag: 'Views',
    body: viewInput,
    example: {
      body: {
        type: 'person',
        name: 'Came this month',
        definition: {
          filter: { field: 'createdAt', op: 'within', value: { unit: 'month', from: 0, to: 1 } },
          columns: [{ field: 'email' }, { field: 'owner', width: 160 }],
        },
      },
    },
    output: viewSchema,
    status: 201,
  }),
  update: route({
    method: 'PATCH',
    path: '/views/{id}',
    who: 'caller',
    summary: 'Change a view of mine, or what one shows that others let me change',
    tag: 'Views',
    params: idParams,
    body: z
      .strictObject({
        name: viewInput.shape.name,
        shared: z.boolean(),
        teams: z.array(idSchema).max(50),
        roles: z.array(z.string().max(60)).max(50),
        editable: z.boolean(),
        definition: viewDefinition,
      })
      .partial(),
    example: { body: { name: 'Came this month', shared: true } },
    output: viewSchema,
  }),
  remove: route({
    method: 'DELETE',
    path: '/views/{id}',
    who: 'caller',
    summary: 'Delete a view of mine',
    tag: 'Views',
    params: idParams,
  }),
}
