import { objectionRoutes } from '../../../contract/sales/objection-routes.ts'
import type { Bind } from '../../http/bind.ts'
import { answerRaised, raise, setAnswers, takeBack } from './commands.ts'
import { playbook, raisedOn } from './queries.ts'

export function bindObjections(bind: Bind): void {
  bind(objectionRoutes.playbook, async ({ context }) => ({ data: await playbook(context) }))
  bind(objectionRoutes.setAnswers, ({ params, body, context }) =>
    setAnswers(context, params.id, body.answers),
  )
  bind(objectionRoutes.list, async ({ params, context }) => ({ data: await raisedOn(context, params.id) }))
  bind(objectionRoutes.raise, ({ params, body, context }) => raise(context, params.id, body))
  bind(objectionRoutes.answer, ({ params, body, context }) =>
    answerRaised(context, params.id, params.raised, body),
  )
  bind(objectionRoutes.remove, ({ params, context }) => takeBack(context, params.id, params.raised))
}
