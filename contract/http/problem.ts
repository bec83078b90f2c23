import { z } from 'zod'

/** An error as RFC 9457 has it; `errors` names the fields at fault. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** What happened, why, and what to do. */
  detail: z.string().optional(),
  errors: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        /** Of a text with a grammar: the characters at fault. */
        at: z.object({ start: z.number().int(), end: z.number().int() }).optional(),
      }),
    )
    .optional(),
  /** The record as it stands, when a change was refused because another came first. */
  current: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof problemSchema>
