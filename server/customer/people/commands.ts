import { person } from '../../../contract/customer/person.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { settlePairs } from '../duplicates/commands.ts'
import { resembling } from '../duplicates/drafts/queries.ts'
import { settleEmployments } from '../employments/commands.ts'
import { followIdentities, newIdentities, settleIdentities } from '../identities/commands.ts'
import {
  beginLifecycle,
  enterStages,
  followLifecycle,
  leaveStages,
  settleLifecycle,
} from '../lifecycle/commands.ts'
import { completeCustomer, soughtPhone } from './rules.ts'

export const personBehaviour: Behaviour = {
  type: person,
  complete: completeCustomer,
  eventOf: ({ before, after }) =>
    before && after.values.lifecycleStage && before.values.lifecycleStage !== after.values.lifecycleStage
      ? { type: 'person.stage-entered', data: { stage: after.values.lifecycleStage } }
      : null,
  follow: [...followIdentities('person', ['email', 'phone']), followLifecycle('person')],
  followNew: [beginLifecycle('person')],
  copies: [newIdentities('person', ['email', 'phone'])],
  enterStages: enterStages('person'),
  leaveStages: leaveStages('person'),
  resembling: resembling(person),
  merge: {
    identity: ['firstName', 'lastName', 'email', 'phone'],
    furthest: ['lifecycleStage'],
    settle: [
      settleIdentities('person'),
      settleLifecycle('person'),
      settleEmployments('person'),
      ...settlePairs,
    ],
  },
  keysIn: (typed) => [typed.toLowerCase(), soughtPhone(typed)],
  furtherKeys: ['email'],
}
