import { callListRoutes } from '../../../contract/sales/call-lists.ts'
import type { Bind } from '../../http/bind.ts'
import {
  changeCallList,
  createCallList,
  finishCall,
  nextCall,
  releaseCall,
  removeCallList,
  takeBackCall,
} from './commands.ts'
import { listFor, listsFor } from './queries.ts'

export function bindCallLists(bind: Bind): void {
  bind(callListRoutes.list, async ({ context }) => ({ data: await listsFor(context) }))
  bind(callListRoutes.create, ({ body, context }) => createCallList(context, body))
  bind(callListRoutes.get, ({ params, context }) => listFor(context, params.id))
  bind(callListRoutes.change, ({ params, body, context }) => changeCallList(context, params.id, body))
  bind(callListRoutes.remove, ({ params, context }) => removeCallList(context, params.id))
  bind(callListRoutes.next, ({ params, body, context }) => nextCall(context, params.id, body.anyHour))
  bind(callListRoutes.release, ({ params, context }) => releaseCall(context, params.id, params.entry))
  bind(callListRoutes.finish, ({ params, body, context }) =>
    finishCall(context, params.id, params.entry, body),
  )
  bind(callListRoutes.takeBack, ({ params, body, context }) =>
    takeBackCall(context, params.id, params.entry, body.events),
  )
}
