import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import type { RecordType } from '../records/record-type.ts'
import { momentSchema } from '../values/dates.ts'

export const lifecycleEntrySchema = z.object({
  id: z.string(),
  stage: z.string(),
  enteredAt: z.string(),
  /** The day in the company's time zone, by which metrics count. */
  enteredOn: z.string(),
  recordedAt: z.string(),
})
export type LifecycleEntry = z.infer<typeof lifecycleEntrySchema>

export function lifecycleRoutes(type: RecordType) {
  const path = `/${type.plural}/{id}/lifecycle`
  const one = type.label.one.toLowerCase()
  const output = z.object({ data: z.array(lifecycleEntrySchema) })
  return {
    list: route({
      method: 'GET',
      path,
      who: { type: type.name, action: 'see' },
      summary: `When a ${one} entered each lifecycle stage`,
      tag: type.label.many,
      params: idParams,
      output,
    }),
    correct: route({
      method: 'PATCH',
      path: `${path}/{entry}`,
      who: { type: type.name, action: 'edit' },
      summary: `Correct when a ${one} entered a stage`,
      tag: type.label.many,
      params: idParams.extend({ entry: z.uuid('Use the id of an entry') }),
      body: z.strictObject({ enteredAt: momentSchema }),
      output,
    }),
  }
}
