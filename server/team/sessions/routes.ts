import { sessionRoutes } from '../../../contract/team/sessions.ts'
import type { Bind } from '../../http/bind.ts'
import type { Context } from '../../http/context.ts'
import { forbidden } from '../../http/problem.ts'
import { endSessions, resetSecondFactor, touchable } from './commands.ts'
import { sessionsOf } from './queries.ts'

function me({ caller }: Context): string {
  if (!caller.userId) throw forbidden('Sessions belong to team members; a key has none.')
  return caller.userId
}

export function bindSessions(bind: Bind): void {
  bind(sessionRoutes.mine, async ({ context }) => ({
    data: await sessionsOf(context.database.db, context.caller.userId, context.caller.sessionId),
  }))
  bind(sessionRoutes.endMine, ({ params, context }) =>
    endSessions(context, me(context), { only: params.session }),
  )
  bind(sessionRoutes.endOthers, ({ context }) =>
    endSessions(context, me(context), { except: context.caller.sessionId }),
  )
  bind(sessionRoutes.ofMember, async ({ params, context }) => {
    await touchable(context, params.id)
    return { data: await sessionsOf(context.database.db, params.id, context.caller.sessionId) }
  })
  bind(sessionRoutes.endOfMember, async ({ params, context }) => {
    await touchable(context, params.id)
    await endSessions(context, params.id, { only: params.session })
  })
  bind(sessionRoutes.endAllOfMember, async ({ params, context }) => {
    await touchable(context, params.id)
    await endSessions(context, params.id, 'all')
  })
  bind(sessionRoutes.resetSecondFactor, ({ params, context }) => resetSecondFactor(context, params.id))
}
