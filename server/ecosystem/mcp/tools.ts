import { McpServer, type CallToolResult } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Problem } from '../../../contract/http/problem.ts'
import { metrics } from '../../../contract/metrics/metrics.ts'
import { recordTypeOf, recordTypes } from '../../../contract/record-types.ts'
import { daySchema } from '../../../contract/values/dates.ts'
import { grainSchema } from '../../../contract/values/period.ts'

export interface ApiCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, unknown>
  body?: unknown
  headers?: Record<string, string>
}

/** Calls the API as whoever holds the key: an agent may what the key may, and is refused as any program is. */
export type Api = (call: ApiCall) => Promise<{ status: number; body: unknown; content: Buffer }>

const typeNames = recordTypes.map(({ name }) => name)
const type = z.enum(typeNames).describe('The record type')
const id = z.uuid().describe('The id of the record')
const values = z
  .record(z.string(), z.unknown())
  .describe(
    'Field names with their values, as `describe` tells them. References take ids; null clears a field',
  )
const filter = z
  .record(z.string(), z.unknown())
  .describe(
    'A tree: { field, op, value }, { and: [...] }, { or: [...] }, { not: ... }, { related, some: ... }. Operators are is, isNot, contains, gt, lt, isEmpty and the like; a wrong one is answered with those that fit',
  )

const pathOf = (name: string) => `/${recordTypeOf(name).plural}`

/** What a tool answers: the API's own words, also when it refuses. */
function result({ status, body }: { status: number; body: unknown }): CallToolResult {
  if (status < 300) {
    const text = body === undefined ? 'Done' : JSON.stringify(body)
    return { content: [{ type: 'text', text }] }
  }
  const { title, detail, errors = [] } = body as Problem
  const fields = errors.map(({ path, message }) => `${path}: ${message}`)
  return {
    isError: true,
    content: [{ type: 'text', text: [`${status} ${title}`, detail, ...fields].join('\n') }],
  }
}

/** Bytes of a file that an agent is given at once. */
const mostRead = 262_144

/** Text in UTF-8, whose end may be cut; null for what is none. */
function textOf(content: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content, { stream: true })
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

const reads = { readOnlyHint: true, openWorldHint: false }
const adds = { readOnlyHint: false, destructiveHint: false, openWorldHint: false }
const overwrites = { readOnlyHint: false, destructiveHint: true, openWorldHint: false }

const activities = ['note', 'call', 'meeting', 'task'] as const

/** The tools of one request, over the API as its caller. */
export function mcpServer(api: Api, version: string): McpServer {
  const server = new McpServer(
    { name: 'throughline', title: 'Throughline', version },
    {
      instructions:
        'Throughline holds one record of each customer for marketing, sales and service. Find records with search or list_records, learn their fields with describe before you write, and read numbers with get_metric: it answers with the exact definition. Deleting moves to a bin from which people restore.',
    },
  )

  server.registerTool(
    'search',
    {
      title: 'Search',
      description: 'Find records of any type by name, e-mail, phone, domain or words; misspelt ones too.',
      inputSchema: z.object({
        q: z.string().min(1).max(200),
        type: type.optional(),
        limit: z.int().min(1).max(50).default(10),
      }),
      annotations: reads,
    },
    async (query) => result(await api({ method: 'GET', path: '/search', query })),
  )

  server.registerTool(
    'describe',
    {
      title: 'Describe record types',
      description: 'The record types with their fields, or the fields of one.',
      inputSchema: z.object({ type: type.optional() }),
      annotations: reads,
    },
    async ({ type: name }) =>
      result(await api({ method: 'GET', path: '/record-types', query: { type: name } })),
  )

  server.registerTool(
    'list_records',
    {
      title: 'List records',
      description:
        'Records of a type, filtered, sorted, page by page. `next` of the answer is given as `after`.',
      inputSchema: z.object({
        type,
        filter: filter.optional(),
        sort: z.string().max(100).optional().describe('A field, descending with a minus before it'),
        fields: z.array(z.string()).max(50).optional().describe('Only these fields'),
        limit: z.int().min(1).max(200).default(20),
        after: z.string().max(2_000).optional(),
      }),
      annotations: reads,
    },
    async ({ type: name, fields, ...query }) =>
      result(
        await api({ method: 'GET', path: pathOf(name), query: { ...query, fields: fields?.join(',') } }),
      ),
  )

  server.registerTool(
    'get_record',
    {
      title: 'Get a record',
      description: 'One record with all its fields.',
      inputSchema: z.object({ type, id }),
      annotations: reads,
    },
    async (given) => result(await api({ method: 'GET', path: `${pathOf(given.type)}/${given.id}` })),
  )

  server.registerTool(
    'get_timeline',
    {
      title: 'Read a timeline',
      description: 'What happened with a person or a company, newest first.',
      inputSchema: z.object({
        type: z.enum(['person', 'company']),
        id,
        limit: z.int().min(1).max(100).default(30),
      }),
      annotations: reads,
    },
    async (given) =>
      result(
        await api({
          method: 'GET',
          path: `${pathOf(given.type)}/${given.id}/timeline`,
          query: { limit: given.limit },
        }),
      ),
  )

  server.registerTool(
    'create_record',
    {
      title: 'Create a record',
      description: 'A new record. Search first: a person or company may be there already.',
      inputSchema: z.object({ type, values }),
      annotations: adds,
    },
    async (given) => result(await api({ method: 'POST', path: pathOf(given.type), body: given.values })),
  )

  server.registerTool(
    'update_record',
    {
      title: 'Change a record',
      description: 'Overwrites the fields named; the others stay. Undone from its history.',
      inputSchema: z.object({
        type,
        id,
        values,
        version: z
          .int()
          .optional()
          .describe('The version that you read: refused when somebody changed it since'),
      }),
      annotations: { ...overwrites, idempotentHint: true },
    },
    async (given) =>
      result(
        await api({
          method: 'PATCH',
          path: `${pathOf(given.type)}/${given.id}`,
          body: given.values,
          ...(given.version === undefined ? {} : { headers: { 'if-match': `"${given.version}"` } }),
        }),
      ),
  )

  server.registerTool(
    'delete_record',
    {
      title: 'Delete a record',
      description: 'Moves a record to the bin, from where people can restore it.',
      inputSchema: z.object({ type, id }),
      annotations: { ...overwrites, idempotentHint: true },
    },
    async (given) => result(await api({ method: 'DELETE', path: `${pathOf(given.type)}/${given.id}` })),
  )

  server.registerTool(
    'log_activity',
    {
      title: 'Log an activity',
      description: 'Writes a note, call, meeting or task on the timeline of a person, company or deal.',
      inputSchema: z.object({
        kind: z.enum(activities),
        person: z.uuid().optional(),
        company: z.uuid().optional(),
        deal: z.uuid().optional(),
        values: values.describe(
          'The other fields of the activity: body, subject, startsAt, dueAt, outcome, …',
        ),
      }),
      annotations: adds,
    },
    async ({ kind, values: rest, ...about }) =>
      result(await api({ method: 'POST', path: pathOf(kind), body: { ...rest, ...about } })),
  )

  server.registerTool(
    'upload_file',
    {
      title: 'Upload a file',
      description:
        'Sends a file of at most 500 KB. Give the id that it answers to a field of type file or files within a day, as { id } or [{ id }]; a list holds the files that stay as well.',
      inputSchema: z.object({
        name: z.string().min(1).max(200).describe('With its ending: minutes.txt'),
        text: z.string().optional().describe('The content, of a text'),
        base64: z.base64().optional().describe('The content, of anything else'),
      }),
      annotations: adds,
    },
    async ({ name, text = '', base64 }) =>
      result(
        await api({
          method: 'POST',
          path: '/files',
          query: { name },
          body: base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64'),
          headers: { 'content-type': 'application/octet-stream' },
        }),
      ),
  )

  server.registerTool(
    'read_file',
    {
      title: 'Read a file',
      description:
        'A file of a record by its id: an image at most 1,000 pixels wide, a text as text, anything else as base64. Of a large one the beginning.',
      inputSchema: z.object({ id }),
      annotations: reads,
    },
    async ({ id: file }) => {
      const path = `/files/${file}`
      const image = await api({ method: 'GET', path: `${path}/thumbnail`, query: { size: 'large' } })
      if (image.status === 200)
        return {
          content: [{ type: 'image', data: image.content.toString('base64'), mimeType: 'image/webp' }],
        }
      const whole = await api({
        method: 'GET',
        path: `${path}/content`,
        headers: { range: `bytes=0-${mostRead - 1}` },
      })
      if (whole.status >= 300) return result(whole)
      return { content: [{ type: 'text', text: textOf(whole.content) ?? whole.content.toString('base64') }] }
    },
  )

  server.registerTool(
    'list_metrics',
    {
      title: 'List metrics',
      description: 'Every number with its exact definition, unit and dimensions.',
      inputSchema: z.object({}),
      annotations: reads,
    },
    async () => result(await api({ method: 'GET', path: '/metrics' })),
  )

  server.registerTool(
    'get_metric',
    {
      title: 'Read a metric',
      description:
        'A number for a period (`to` is exclusive), over time and by a dimension, with what was left out. Without a period: this year.',
      inputSchema: z.object({
        slug: z.enum(metrics.map(({ slug }) => slug)),
        from: daySchema.optional(),
        to: daySchema.optional(),
        by: z.string().max(100).optional().describe('A dimension'),
        grain: grainSchema.default('month'),
      }),
      annotations: reads,
    },
    async ({ slug, ...query }) => result(await api({ method: 'GET', path: `/metrics/${slug}`, query })),
  )
  return server
}
