import { person } from '../../../contract/customer/person.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { followIdentities } from '../identities/commands.ts'
import { enterStages, followLifecycle } from '../lifecycle/commands.ts'
import { completeCustomer } from './rules.ts'

export const personBehaviour: Behaviour = {
  type: person,
  complete: completeCustomer,
  eventOf: ({ before, after }) =>
    before && after.values.lifecycleStage && before.values.lifecycleStage !== after.values.lifecycleStage
      ? { type: 'person.stage-entered', data: { stage: after.values.lifecycleStage } }
      : null,
  follow: [...followIdentities('person', ['email', 'phone']), followLifecycle('person')],
  enterStages: enterStages('person'),
}
