import type { FastifyReply } from 'fastify'
import { lead } from '../../../contract/sales/lead.ts'
import { leadRoutesWith } from '../../../contract/sales/lead-routes.ts'
import type { RecordTypes } from '../../../contract/record-types.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Bind } from '../../http/bind.ts'
import { getRecord } from '../../records/list.ts'
import { typeIn } from '../../records/types.ts'
import {
  convertLead,
  disqualifyLead,
  qualifyLead,
  recycleLead,
  reopenLead,
  workLead,
  type Done,
} from './commands.ts'
import { answerCriterion } from './qualification/commands.ts'
import { qualificationOf } from './qualification/queries.ts'

type LeadRoutes = ReturnType<typeof leadRoutesWith>
const made = new WeakMap<RecordTypes, LeadRoutes>()

/** The routes, made once for each way that own fields have been. */
function routesOf(types: RecordTypes): LeadRoutes {
  let known = made.get(types)
  if (!known) made.set(types, (known = leadRoutesWith(types)))
  return known
}

const route =
  <K extends keyof LeadRoutes>(key: K) =>
  (types: RecordTypes): LeadRoutes[K] =>
    routesOf(types)[key]

function answer(reply: FastifyReply, { record, event }: Done): AnyRecord {
  reply.header('etag', `"${record.version}"`)
  if (event) reply.header('event', event)
  return record
}

export function bindLeads(bind: Bind): void {
  bind(route('work'), async ({ params, context, reply }) => answer(reply, await workLead(context, params.id)))
  bind(route('qualify'), async ({ params, context, reply }) =>
    answer(reply, await qualifyLead(context, params.id)),
  )
  bind(route('disqualify'), async ({ params, body, context, reply }) =>
    answer(reply, await disqualifyLead(context, params.id, body.reason)),
  )
  bind(route('recycle'), async ({ params, body, context, reply }) =>
    answer(reply, await recycleLead(context, params.id, body.on, body.reason)),
  )
  bind(route('reopen'), async ({ params, context, reply }) =>
    answer(reply, await reopenLead(context, params.id)),
  )
  bind(route('convert'), async ({ params, body, context, reply }) => {
    const { lead: converted, deal, event } = await convertLead(context, params.id, body)
    if (event) reply.header('event', event)
    return { lead: converted, deal }
  })
  bind(route('qualification'), async ({ params, context }) => {
    await getRecord(context, typeIn(context.database, lead.name), params.id)
    return qualificationOf(context.database.db, params.id)
  })
  bind(route('answer'), ({ params, body, context }) =>
    answerCriterion(context, params.id, params.criterion, body),
  )
}
