import { company } from '../../../contract/customer/company.ts'
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
import { soughtPhone } from '../people/rules.ts'
import { completeCompany, normalDomain } from './rules.ts'

export const companyBehaviour: Behaviour = {
  type: company,
  complete: completeCompany,
  eventOf: ({ before, after }) =>
    before && after.values.lifecycleStage && before.values.lifecycleStage !== after.values.lifecycleStage
      ? { type: 'company.stage-entered', data: { stage: after.values.lifecycleStage } }
      : null,
  follow: [...followIdentities('company', ['domain', 'phone']), followLifecycle('company')],
  followNew: [beginLifecycle('company')],
  copies: [newIdentities('company', ['domain', 'phone'])],
  enterStages: enterStages('company'),
  leaveStages: leaveStages('company'),
  resembling: resembling(company),
  merge: {
    identity: ['name', 'domain'],
    furthest: ['lifecycleStage'],
    settle: [
      settleIdentities('company'),
      settleLifecycle('company'),
      settleEmployments('company'),
      ...settlePairs,
    ],
  },
  keysIn: (typed) => [normalDomain(typed), soughtPhone(typed)],
}
