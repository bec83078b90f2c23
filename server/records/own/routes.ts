import { ownFieldRoutes } from '../../../contract/records/own-field-routes.ts'
import type { Bind } from '../../http/bind.ts'
import { notFound } from '../../http/problem.ts'
import type { Signal } from '../../ledger/routes.ts'
import { fieldsChannel } from '../types.ts'
import { knows } from '../visible.ts'
import { addField, changeField, orderFields, retireField } from './commands.ts'
import { useOfField } from './hanging.ts'
import { ownFieldsVersion, readOwnFields } from './queries.ts'

/** Pages that are open learn of each change, as the version that all fields have together. */
export const fieldsSignal: Signal = {
  channel: fieldsChannel,
  event: 'fields',
  async read(db, userIds) {
    const version = await ownFieldsVersion(db)
    return new Map(userIds.map((id) => [id, version]))
  },
}

export function bindOwnFields(bind: Bind): void {
  bind(ownFieldRoutes.list, async ({ context }) => {
    const { fields, version } = await readOwnFields(context.database.db)
    return {
      data: fields.filter(({ recordType, name }) => knows(context.caller, recordType, name)),
      version,
    }
  })
  bind(ownFieldRoutes.add, ({ body, context }) => addField(context, body))
  bind(ownFieldRoutes.change, ({ params, body, context }) => changeField(context, params.id, body))
  bind(ownFieldRoutes.order, async ({ body, context }) => ({
    data: await orderFields(context, body.recordType, body.ids),
  }))
  bind(ownFieldRoutes.use, async ({ params, context }) => {
    const { fields } = await readOwnFields(context.database.db)
    const field = fields.find(({ id }) => id === params.id)
    if (!field) throw notFound('field')
    return useOfField(context, field)
  })
  bind(ownFieldRoutes.retire, ({ params, context }) => retireField(context, params.id, true))
  bind(ownFieldRoutes.restore, ({ params, context }) => retireField(context, params.id, false))
}
