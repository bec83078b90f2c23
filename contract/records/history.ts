import { z } from 'zod'
import { idParams, pageOf, pageQuery, route } from '../http/route.ts'
import { eventSchema } from '../ledger/event-type.ts'
import type { RecordType } from './record-type.ts'

/** Who changed what of a record, from what to what, when and how; newest first. */
export const historyRoute = (type: RecordType) =>
  route({
    method: 'GET',
    path: `/${type.plural}/{id}/history`,
    who: { type: type.name, action: 'see' },
    summary: `Who changed what of a ${type.label.one.toLowerCase()}, when and how`,
    tag: type.label.many,
    params: idParams,
    query: pageQuery,
    output: pageOf(eventSchema).extend({
      /** What the ids among the changes are called, of the records that the caller may see. */
      titles: z.record(z.string(), z.string()),
    }),
  })
