import { z } from 'zod'
import { route } from '../http/route.ts'
import { fieldTypes } from './field.ts'

const fieldSchema = z.object({
  name: z.string(),
  type: z.enum(fieldTypes),
  label: z.string(),
  help: z.string().nullable(),
  required: z.boolean(),
  /** Records can be upserted by it. */
  unique: z.boolean(),
  readOnly: z.boolean(),
  /** Of a choice. */
  options: z.array(z.object({ value: z.string(), label: z.string() })).nullable(),
  /** Of a reference: the record type whose ids it holds. */
  to: z.string().nullable(),
  /** Of files: the media types it takes, null for all, and the largest size in bytes. */
  files: z.object({ mediaTypes: z.array(z.string()).nullable(), largest: z.number().int() }).nullable(),
})

export const describedSchema = z.object({
  name: z.string(),
  /** Its path in the API. */
  plural: z.string(),
  label: z.object({ one: z.string(), many: z.string() }),
  /** Configuration, which administrators change. */
  setting: z.boolean(),
  fields: z.array(fieldSchema),
})
export type Described = z.infer<typeof describedSchema>

/** For programs that find out by themselves what there is: the record types the caller may see, with their fields. */
export const describeRoute = route({
  method: 'GET',
  path: '/record-types',
  who: 'caller',
  summary: 'Describe the record types and their fields, your own fields among them',
  tag: 'API',
  query: z.object({ type: z.string().max(100).optional() }),
  output: z.object({ data: z.array(describedSchema) }),
})
